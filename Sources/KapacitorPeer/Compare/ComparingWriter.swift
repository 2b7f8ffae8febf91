import UDFWire

/// Takes the answers of one version and holds each against the other's answer to the same point, which it reads as it
/// goes. Memory is bounded: an answer whose partner does not come within `window` answers counts as one side's alone.
public final class ComparingWriter: SampleWriter {
  public static let window = 1 << 16

  /// Answers that wait for their partners, by point.
  private struct Waiting {
    private var samples: [Key: [Sample]] = [:]
    private(set) var count = 0
    /// The order in which they came; those that have left are passed over.
    private var order: [Key] = []
    private var head = 0

    mutating func add(_ sample: Sample, _ key: Key) {
      samples[key, default: []].append(sample)
      order.append(key)
      count += 1
    }

    mutating func take(_ key: Key) -> Sample? {
      guard var found = samples[key] else { return nil }
      let sample = found.removeFirst()
      samples[key] = found.isEmpty ? nil : found
      count -= 1
      return sample
    }

    /// Lets the earliest go.
    mutating func dropFirst() {
      while head < order.count {
        let key = order[head]
        head += 1
        if head > 4096, head * 2 > order.count {
          order.removeFirst(head)
          head = 0
        }
        if take(key) != nil { return }
      }
    }
  }

  private struct Key: Hashable {
    let time: Int64
    /// In the order of their names.
    let tags: [String]

    init(_ sample: Sample) {
      time = sample.timeNanoseconds
      tags = sample.tags.filter { !$0.value.isEmpty }.sorted { $0.name < $1.name }
        .flatMap { [$0.name, $0.value] }
    }
  }

  private let other: any SampleReader
  private let next: (any SampleWriter)?
  private let tolerance: Double
  private let kept: Int
  private let result: ComparisonResult
  private var comparison = AnswerComparison()
  private var here = Waiting()
  private var there = Waiting()
  private var isOtherAtEnd = false

  /// - Parameters:
  ///   - other: the other version's answers.
  ///   - next: where the answers go as well.
  ///   - result: gets the comparison in the end.
  public init(
    against other: any SampleReader, tolerance: Double, keeping kept: Int,
    passingOnTo next: (any SampleWriter)?, result: ComparisonResult
  ) {
    self.other = other
    self.next = next
    self.tolerance = tolerance
    self.kept = kept
    self.result = result
  }

  public func write(_ sample: Sample) throws(DataError) {
    try next?.write(sample)
    here.add(sample, Key(sample))
    // One for one, so that neither side runs ahead.
    if let sample = try nextOfOther() { meet(sample) }
    matchHere(Key(sample))
    bound()
  }

  public func finish() throws(DataError) {
    try next?.finish()
    while let sample = try nextOfOther() {
      meet(sample)
      bound()
    }
    comparison.onlyHere += UInt64(here.count)
    comparison.onlyThere += UInt64(there.count)
    result.set(comparison)
  }

  private func nextOfOther() throws(DataError) -> Sample? {
    guard !isOtherAtEnd else { return nil }
    let sample = try other.next()
    isOtherAtEnd = sample == nil
    return sample
  }

  private func meet(_ sample: Sample) {
    let key = Key(sample)
    guard let mine = here.take(key) else { return there.add(sample, key) }
    comparison.compare(mine, sample, tolerance: tolerance, keeping: kept)
  }

  private func matchHere(_ key: Key) {
    guard let theirs = there.take(key) else { return }
    guard let mine = here.take(key) else { return there.add(theirs, key) }
    comparison.compare(mine, theirs, tolerance: tolerance, keeping: kept)
  }

  private func bound() {
    if here.count > Self.window {
      here.dropFirst()
      comparison.onlyHere += 1
    }
    if there.count > Self.window {
      there.dropFirst()
      comparison.onlyThere += 1
    }
  }
}
