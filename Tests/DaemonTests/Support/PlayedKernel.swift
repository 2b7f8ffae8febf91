import CKernel
import Locks

/// Plays the kernel for one test: decides how system calls end.
///
/// The hook is the process's, so tests that use it must not run beside others.
enum PlayedKernel {
  struct Rule {
    let call: Int32
    /// Negative: the call ends so; positive: it moves at most so many bytes.
    let result: Int64
    /// How many calls go well before the rule holds.
    var skipped: Int
    /// How often it holds; nil: for ever.
    var times: Int?
    /// Calls on other descriptors go well; nil: it holds for all.
    var descriptors: Set<Int32>?
    var applied = 0
  }

  private static let rule = Lock<Rule?>(nil)

  static func play(
    _ call: kernel_call, _ result: Int64, after skipped: Int = 0, times: Int?,
    on descriptors: Set<Int32>? = nil, _ body: () throws -> Void
  ) rethrows -> Int {
    rule.withLock {
      $0 = Rule(
        call: Int32(call.rawValue), result: result, skipped: skipped, times: times,
        descriptors: descriptors)
    }
    kernel_set_fault_hook { call, descriptor, _ in PlayedKernel.result(of: call, descriptor) }
    defer {
      kernel_set_fault_hook(nil)
      rule.withLock { $0 = nil }
    }
    try body()
    return rule.withLock { $0?.applied ?? 0 }
  }

  private static func result(of call: Int32, _ descriptor: Int32) -> Int64 {
    rule.withLock { rule in
      guard var present = rule, present.call == call,
        present.descriptors?.contains(descriptor) ?? true
      else { return 0 }
      defer { rule = present }
      if present.skipped > 0 {
        present.skipped -= 1
        return 0
      }
      if let times = present.times {
        guard times > 0 else { return 0 }
        present.times = times - 1
      }
      present.applied += 1
      return present.result
    }
  }
}
