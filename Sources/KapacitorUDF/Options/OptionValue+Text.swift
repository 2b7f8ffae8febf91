import PlainText
import UDFWire

extension OptionValue {
  public static func duration(_ duration: Duration) -> OptionValue {
    .duration(nanoseconds: duration.wholeNanoseconds)
  }

  /// As a TICKscript would write it.
  public var text: String {
    switch self {
    case .bool(let value): value ? "TRUE" : "FALSE"
    case .int(let value): String(value)
    case .double(let value): "\(value)"
    case .string(let value): "'\(OneLine.escaping(value, maximumCharacters: 60))'"
    case .duration(let nanoseconds): DurationText.tickScript(nanoseconds: nanoseconds)
    }
  }
}

extension ValueType {
  /// The protocol's own name of the type, which Kapacitor's messages use as well.
  public var text: String {
    switch self {
    case .bool: "BOOL"
    case .int: "INT"
    case .double: "DOUBLE"
    case .string: "STRING"
    case .duration: "DURATION"
    }
  }
}

extension Duration {
  /// The nearest nanosecond count that an Int64 holds: 292 years either way.
  public var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let scaled = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let sum = scaled.partialValue.addingReportingOverflow(attoseconds / 1_000_000_000)
    if scaled.overflow || sum.overflow { return seconds < 0 ? .min : .max }
    return sum.partialValue
  }
}
