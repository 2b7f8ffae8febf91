import Locks

/// Lets one line of a kind through in each interval and counts those it holds back, so that a fault
/// of every point costs a line now and then and not a disk.
final class LogRateLimit: Sendable {
  /// Ten seconds: a person who follows the log sees that it goes on.
  static let intervalNanoseconds: Int64 = 10_000_000_000
  /// Kinds told apart; all further ones share one allowance.
  static let maximumKinds = 64

  private struct Allowance {
    var next: Int64
    var heldBack: UInt64
  }

  private let allowances = Lock<[String: Allowance]>([:])

  /// - Returns: nil when the line is held back; otherwise how many were since the last one.
  func admit(_ kind: String, now: Int64) -> UInt64? {
    allowances.withLock { allowances in
      let known = allowances[kind] != nil || allowances.count < Self.maximumKinds
      let key = known ? kind : ""
      guard var allowance = allowances[key] else {
        allowances[key] = Allowance(next: now &+ Self.intervalNanoseconds, heldBack: 0)
        return 0
      }
      // A clock that was set back by more than an interval must not silence a kind for good.
      let early = now < allowance.next && now >= allowance.next &- 2 * Self.intervalNanoseconds
      if early {
        allowance.heldBack &+= 1
        allowances[key] = allowance
        return nil
      }
      defer { allowances[key] = Allowance(next: now &+ Self.intervalNanoseconds, heldBack: 0) }
      return allowance.heldBack
    }
  }
}
