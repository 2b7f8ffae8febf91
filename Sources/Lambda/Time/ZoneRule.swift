/// The rule of a POSIX TZ text such as `CET-1CEST,M3.5.0,M10.5.0/3`: what holds for all years
/// behind a zone file's table.
struct ZoneRule: Sendable {
  private let standardOffset: Int64
  private let daylight: Daylight?

  private struct Daylight: Sendable {
    let offset: Int64
    let begin: YearlyMoment
    let end: YearlyMoment
  }

  init?(posix text: String) {
    var reader = ZoneRuleReader(text)
    guard reader.skipName(), let standard = reader.offset() else { return nil }
    // POSIX counts west as positive.
    standardOffset = -standard
    guard !reader.isAtEnd else {
      daylight = nil
      return
    }
    guard reader.skipName() else { return nil }
    var offset = standardOffset + 3_600
    if let next = reader.peek, next != UInt8(ascii: ",") {
      guard let written = reader.offset() else { return nil }
      offset = -written
    }
    guard reader.take(","), let begin = reader.moment(), reader.take(","),
      let end = reader.moment(), reader.isAtEnd
    else { return nil }
    daylight = Daylight(offset: offset, begin: begin, end: end)
  }

  func offset(at time: Int64) -> Int64 {
    guard let daylight else { return standardOffset }
    let year = CivilDate(secondsSinceEpoch: time + standardOffset).year
    let begin = daylight.begin.seconds(in: year) - standardOffset
    let end = daylight.end.seconds(in: year) - daylight.offset
    let isDaylight =
      begin < end ? time >= begin && time < end : !(time >= end && time < begin)
    return isDaylight ? daylight.offset : standardOffset
  }
}
