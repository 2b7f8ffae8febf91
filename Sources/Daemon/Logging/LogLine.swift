import KapacitorUDF

/// A log record as one line of text.
public enum LogLine {
  /// `2026-01-31T12:00:00.000Z warning wind_turbine/task/score2 message`; UDF, task and node only where there are any.
  public static func text(of record: LogRecord, realtimeNanoseconds: Int64) -> String {
    let place = [record.udf, record.task, record.node].filter { !$0.isEmpty }.joined(separator: "/")
    let subject = place.isEmpty ? "" : " \(place)"
    return "\(time(realtimeNanoseconds)) \(record.level)\(subject) \(record.message)"
  }

  /// UTC with milliseconds, without help from a time zone database.
  static func time(_ nanoseconds: Int64) -> String {
    let milliseconds = nanoseconds / 1_000_000
    let (days, ofDay) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
    // Days to a civil date (Howard Hinnant's algorithm, for dates after 1970).
    let shifted = days + 719_468
    let era = shifted / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let seconds = ofDay / 1000
    return
      "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2)).\(padded(ofDay % 1000, 3))Z"
  }

  private static func padded(_ value: Int64, _ digits: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
