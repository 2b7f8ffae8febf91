/// Whether a UDF can serve a task now. Info never waits; Init does.
public enum Readiness: Sendable, Equatable {
  case ready
  /// Not yet: names what is waited for, such as `model turbine`. The connection is kept alive
  /// meanwhile and Init is answered when this changes.
  case waiting(for: String)
  /// Never, as things are: the reason is what a user reads in `kapacitor show`.
  case failed(reason: String)
}
