import CKernel
import KapacitorUDF
import Locks

/// Writes at most one line of a kind in ten seconds, and says how many were left out.
final class LimitedLog: Sendable {
  private struct Kind {
    var next: Int64
    var heldBack = 0
  }

  static let intervalNanoseconds: Int64 = 10_000_000_000
  /// Kinds come from the configuration (one for each UDF and reason): this bounds them all the same.
  static let maximumKinds = 4096

  private let sink: any LogSink
  private let kinds = Lock<[String: Kind]>([:])

  init(_ sink: any LogSink) { self.sink = sink }

  func write(_ level: LogLevel, kind: String, _ message: String, udf: String = "") {
    let now = kernel_monotonic_nanoseconds()
    let heldBack: Int? = kinds.withLock { kinds in
      if var known = kinds[kind] {
        guard now >= known.next else {
          known.heldBack += 1
          kinds[kind] = known
          return nil
        }
        kinds[kind] = Kind(next: now + Self.intervalNanoseconds)
        return known.heldBack
      }
      if kinds.count < Self.maximumKinds {
        kinds[kind] = Kind(next: now + Self.intervalNanoseconds)
      }
      return 0
    }
    guard let heldBack else { return }
    let more = heldBack == 0 ? "" : " (and \(heldBack) more like it since the last such line)"
    sink.write(level, message + more, udf: udf)
  }
}
