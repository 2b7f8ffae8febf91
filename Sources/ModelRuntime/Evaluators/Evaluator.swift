/// The arithmetic of one family of models: rows of numbers in, rows of numbers out.
///
/// Evaluators are immutable, so that any number of threads may use one at a time. They nest: a
/// pipeline is an evaluator over the evaluators of its steps.
public protocol Evaluator: Sendable {
  /// Columns of a row that goes in.
  var inputCount: Int { get }
  /// Columns of a row that comes out.
  var outputCount: Int { get }
  /// Memory held by tables, nodes and coefficients.
  var memoryBytes: Int { get }
  /// Which kernel this is, and why it was chosen, in a few words.
  var kernelDescription: String { get }

  /// Working memory that `evaluate` needs for `rows` rows; 0 where it needs none.
  func scratchBytes(rows: Int) -> Int

  /// Evaluates `count` rows, which is at most `Model.maximumBurstRows`. Allocates nothing.
  ///
  /// - Parameters:
  ///   - rows: `count` x `inputCount` doubles, row-major. NaN is a missing value.
  ///   - outputs: `count` x `outputCount` doubles, row-major; does not overlap `rows`.
  ///   - scratch: at least `scratchBytes(rows: count)` bytes, aligned to 64.
  ///
  /// The pointers are raw because this is the innermost loop and its callers' memory is reused
  /// from burst to burst; `ModelScratch` is the checked surface over them.
  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer)
}

extension Evaluator {
  public func scratchBytes(rows: Int) -> Int { 0 }

  /// `bytes` up to the next border of a cache line, so that blocks carved from one scratch buffer
  /// stay aligned.
  static func padded(_ bytes: Int) -> Int { (bytes + 63) & ~63 }
}
