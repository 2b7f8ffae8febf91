/// A day of the Gregorian calendar, extended to all times.
struct CivilDate: Equatable {
  let year: Int64
  let month: Int64
  let day: Int64
  /// 0 is Sunday.
  let weekday: Int64

  /// - Parameter secondsSinceEpoch: local time, as if it were UTC.
  init(secondsSinceEpoch: Int64) {
    let days = secondsSinceEpoch.flooredQuotient(by: 86_400)
    let dayOfWeek = (days + 4) % 7  // 1970-01-01 was a Thursday
    weekday = dayOfWeek < 0 ? dayOfWeek + 7 : dayOfWeek
    // Years that begin in March put the leap day last; eras of 400 years repeat.
    let shifted = days + 719_468
    let era = shifted.flooredQuotient(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days from 1970-01-01 to a date.
  static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear.flooredQuotient(by: 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}

extension Int64 {
  /// Division toward negative infinity, for positive divisors.
  func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
