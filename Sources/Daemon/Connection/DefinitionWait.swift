/// A session that waits for its definition: since when, and when Kapacitor was last told that it is alive.
struct DefinitionWait {
  let since: Int64
  var nextKeepalive: Int64

  /// Whether the definition is ready is looked at so often, beside being told.
  static let checkNanoseconds: Int64 = 100_000_000
  /// Far below any timeout that Kapacitor is configured with in practice (10 s is usual).
  static let keepaliveNanoseconds: Int64 = 1_000_000_000
}
