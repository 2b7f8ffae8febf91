/// How far back a rolling function looks.
enum Window: Sendable, Equatable {
  /// The last so many points, the current one among them.
  case points(Int)
  /// The points less than so long before the current one, by point time.
  case duration(nanoseconds: Int64)

  var name: String {
    switch self {
    case .points(let count): "\(count)"
    case .duration(let nanoseconds): InfluxQLDuration.text(of: nanoseconds)
    }
  }
}
