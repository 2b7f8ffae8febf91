/// The functions of a point in time, in the time zone of the expression.
enum ClockFunction: UInt8, Sendable {
  case unixNano, minute, hour, weekday, day, month, year

  func callAsFunction(_ nanoseconds: Int64, in zone: LambdaTimeZone) -> Int64 {
    if self == .unixNano { return nanoseconds }
    let seconds = nanoseconds.flooredQuotient(by: 1_000_000_000)
    let local = seconds + zone.offset(at: seconds)
    let secondOfDay = local - local.flooredQuotient(by: 86_400) * 86_400
    switch self {
    case .minute: return secondOfDay / 60 % 60
    case .hour: return secondOfDay / 3_600
    default: break
    }
    let date = CivilDate(secondsSinceEpoch: local)
    switch self {
    case .weekday: return date.weekday
    case .day: return date.day
    case .month: return date.month
    default: return date.year
    }
  }
}
