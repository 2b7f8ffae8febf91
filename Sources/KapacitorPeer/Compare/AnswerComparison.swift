import UDFWire

/// How the answers of two versions of a UDF differ.
public struct AnswerComparison: Sendable {
  /// One point at which a field differs.
  public struct Case: Sendable {
    public let timeNanoseconds: Int64
    public let tags: [Sample.Tag]
    /// nil: the point does not have the field there.
    public let here: FieldValue?
    public let there: FieldValue?
    /// How far apart two numbers are; infinite where they are not two numbers.
    public let distance: Double
  }

  public struct Field: Sendable {
    /// Points that have the field on either side.
    public internal(set) var compared: UInt64 = 0
    public internal(set) var differing: UInt64 = 0
    /// Of differing points, those that have it on one side alone.
    public internal(set) var onlyHere: UInt64 = 0
    public internal(set) var onlyThere: UInt64 = 0
    public internal(set) var greatest = 0.0
    /// Over points with two numbers, the equal ones included.
    public var mean: Double { numbers == 0 ? 0 : sum / Double(numbers) }
    /// The points that are furthest apart, furthest first.
    public internal(set) var worst: [Case] = []
    var numbers: UInt64 = 0
    var sum = 0.0
  }

  /// Points that both answered.
  public internal(set) var compared: UInt64 = 0
  /// Of them, those that differ in any field.
  public internal(set) var differing: UInt64 = 0
  public internal(set) var onlyHere: UInt64 = 0
  public internal(set) var onlyThere: UInt64 = 0
  public internal(set) var fields: [String: Field] = [:]

  public var isSame: Bool { differing == 0 && onlyHere == 0 && onlyThere == 0 }

  /// - Parameters:
  ///   - tolerance: numbers that differ by no more, absolutely or relative to the larger, are the same.
  ///   - kept: how many of the worst points of a field are kept.
  mutating func compare(_ here: Sample, _ there: Sample, tolerance: Double, keeping kept: Int) {
    compared += 1
    var isDifferent = false
    for field in here.fields {
      let other = there.fields.first { $0.name == field.name }?.value
      if note(field.name, here, field.value, other, tolerance, kept) { isDifferent = true }
    }
    for field in there.fields where !here.fields.contains(where: { $0.name == field.name }) {
      if note(field.name, here, nil, field.value, tolerance, kept) { isDifferent = true }
    }
    if isDifferent { differing += 1 }
  }

  private mutating func note(
    _ name: String, _ sample: Sample, _ here: FieldValue?, _ there: FieldValue?,
    _ tolerance: Double, _ kept: Int
  ) -> Bool {
    var distance = 0.0
    var isNumbers = false
    if let left = here?.number, let right = there?.number {
      isNumbers = true
      distance = Self.distance(left, right, tolerance)
    } else if here != there {
      distance = .infinity
    }
    var field = fields[name] ?? Field()
    defer { fields[name] = field }
    field.compared += 1
    if isNumbers {
      field.numbers += 1
      if distance.isFinite { field.sum += distance }
    }
    guard distance > 0 else { return false }
    field.differing += 1
    if there == nil { field.onlyHere += 1 }
    if here == nil { field.onlyThere += 1 }
    if isNumbers { field.greatest = max(field.greatest, distance) }
    let found = Case(
      timeNanoseconds: sample.timeNanoseconds, tags: sample.tags, here: here, there: there,
      distance: distance)
    field.keep(found, at: kept)
    return true
  }

  /// 0 where two numbers count as the same. NaN is the same as NaN, and far from all else.
  private static func distance(_ left: Double, _ right: Double, _ tolerance: Double) -> Double {
    if left == right || (left.isNaN && right.isNaN) { return 0 }
    let distance = (left - right).magnitude
    guard !distance.isNaN else { return .infinity }
    let scale = max(1, max(left.magnitude, right.magnitude))
    return distance <= tolerance * scale ? 0 : distance
  }
}

extension AnswerComparison.Field {
  fileprivate mutating func keep(_ found: AnswerComparison.Case, at limit: Int) {
    if worst.count >= limit, let last = worst.last, found.distance <= last.distance { return }
    worst.insert(found, at: worst.firstIndex { $0.distance < found.distance } ?? worst.count)
    if worst.count > limit { worst.removeLast() }
  }
}
