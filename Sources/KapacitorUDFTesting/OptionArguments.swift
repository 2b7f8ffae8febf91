import KapacitorUDF
import UDFWire

/// The values of one mention of an option, as a test writes them: `true`, `5`, `0.5`, `'text'`, or
/// several in an array.
public struct OptionArguments: Sendable, Equatable {
  public var values: [OptionValue]

  public init(_ values: [OptionValue]) { self.values = values }

  public static func duration(_ duration: Duration) -> OptionArguments {
    OptionArguments([.duration(duration)])
  }
}

extension OptionArguments: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  public init(booleanLiteral value: Bool) { values = [.bool(value)] }
  public init(integerLiteral value: Int64) { values = [.int(value)] }
  public init(floatLiteral value: Double) { values = [.double(value)] }
  public init(stringLiteral value: String) { values = [.string(value)] }
  public init(arrayLiteral elements: OptionArguments...) { values = elements.flatMap(\.values) }
}
