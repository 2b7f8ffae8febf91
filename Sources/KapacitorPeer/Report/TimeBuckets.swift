/// A time axis in bounded memory: buckets of equal width, which doubles whenever a time falls too far outside. Times may
/// come in any order.
///
/// Invariant: all `tracks` have `count` buckets, the first of which begins at `first * width`.
struct TimeBuckets {
  /// More than a chart has pixels.
  static let limit = 1024

  private(set) var widthNanoseconds: Int64 = 1
  private(set) var first: Int64 = 0
  private(set) var count = 0
  private(set) var tracks: [TimeTrack] = []

  var startNanoseconds: Int64 { first &* widthNanoseconds }

  /// A new line on the axis; its number.
  mutating func addTrack() -> Int {
    tracks.append(TimeTrack(count: count))
    return tracks.count - 1
  }

  /// The bucket of a time, made where there is none yet.
  mutating func place(of time: Int64) -> Int {
    while true {
      let bucket = Self.floor(time, widthNanoseconds)
      if count == 0 {
        first = bucket
        grow(to: 1, shiftedBy: 0)
        return 0
      }
      let last = first + (Int64(count) - 1)
      let (lowest, highest) = (min(first, bucket), max(last, bucket))
      let (span, isTooLarge) = highest.subtractingReportingOverflow(lowest)
      if isTooLarge || span >= Int64(Self.limit) {
        halve()
        continue
      }
      if bucket < first || bucket > last {
        let shift = Int(first - lowest)
        first = lowest
        grow(to: Int(span) + 1, shiftedBy: shift)
      }
      return Int(bucket - first)
    }
  }

  mutating func add(_ value: Double, to track: Int, at place: Int) {
    tracks[track].add(value, at: place)
  }

  private mutating func grow(to newCount: Int, shiftedBy shift: Int) {
    for index in tracks.indices { tracks[index].grow(to: newCount, shiftedBy: shift) }
    count = newCount
  }

  /// Two buckets become one.
  private mutating func halve() {
    let newFirst = Self.floor(first, 2)
    let isOdd = first != newFirst &* 2
    count = (count + (isOdd ? 1 : 0) + 1) / 2
    for index in tracks.indices { tracks[index].halve(to: count, startingOdd: isOdd) }
    first = newFirst
    widthNanoseconds &*= 2
  }

  private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }
}
