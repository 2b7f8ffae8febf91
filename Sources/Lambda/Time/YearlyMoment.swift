/// A moment that comes every year, in local wall-clock time.
struct YearlyMoment: Sendable {
  enum Day: Sendable {
    /// `Jn`: 1 to 365, February 29 never counted.
    case ofCommonYear(Int64)
    /// `n`: 0 to 365, February 29 counted.
    case ofYear(Int64)
    /// `Mm.w.d`: the w-th weekday d of month m, 5 meaning the last.
    case ofMonth(month: Int64, week: Int64, weekday: Int64)
  }

  let day: Day
  let secondOfDay: Int64

  /// Seconds from the epoch, as if local time were UTC.
  func seconds(in year: Int64) -> Int64 {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days: Int64
    switch day {
    case .ofCommonYear(let number):
      let shift: Int64 = isLeap && number >= 60 ? 1 : 0
      days = CivilDate.days(year: year, month: 1, day: 1) + number - 1 + shift
    case .ofYear(let number):
      days = CivilDate.days(year: year, month: 1, day: 1) + number
    case .ofMonth(let month, let week, let weekday):
      let first = CivilDate.days(year: year, month: month, day: 1)
      let firstWeekday = CivilDate(secondsSinceEpoch: first * 86_400).weekday
      var chosen = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      let next =
        month == 12
        ? CivilDate.days(year: year + 1, month: 1, day: 1)
        : CivilDate.days(year: year, month: month + 1, day: 1)
      if chosen >= next { chosen -= 7 }
      days = chosen
    }
    return days * 86_400 + secondOfDay
  }
}
