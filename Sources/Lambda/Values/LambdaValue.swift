/// A value that owns what it holds: a constant, or a result taken out of the evaluator.
public enum LambdaValue: Sendable, Equatable, CustomStringConvertible {
  case missing
  case float(Double)
  case int(Int64)
  case bool(Bool)
  /// Bytes, because strSubstring cuts bytes: the text may be no valid UTF-8.
  case bytes([UInt8])
  case duration(nanoseconds: Int64)
  case time(nanoseconds: Int64)

  public static func string(_ text: String) -> LambdaValue { .bytes(Array(text.utf8)) }

  public var kind: ValueKind {
    switch self {
    case .missing: .missing
    case .float: .float
    case .int: .int
    case .bool: .bool
    case .bytes: .string
    case .duration: .duration
    case .time: .time
    }
  }

  /// As `udfd eval` prints it: floats with the fewest digits that read back, durations and times
  /// in nanoseconds.
  public var description: String {
    switch self {
    case .missing: "missing"
    case .float(let value): value.isFinite ? value.description : GoNumber.text(of: value)
    case .int(let value), .duration(let value), .time(let value): String(value)
    case .bool(let value): value ? "true" : "false"
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }
}
