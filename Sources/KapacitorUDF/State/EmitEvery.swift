/// When a UDF that makes batches of a stream emits one.
public enum EmitEvery: Sendable, Equatable {
  /// When a group has so many points.
  case points(Int)
  /// When a group's points span that time, by their own times. The first point at or after the end of
  /// the span opens the next batch.
  case nanoseconds(Int64)

  public static func duration(_ duration: Duration) -> EmitEvery {
    .nanoseconds(duration.wholeNanoseconds)
  }
}
