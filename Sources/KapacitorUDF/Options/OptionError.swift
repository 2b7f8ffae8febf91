import PlainText
import UDFWire

/// An option that a TICKscript or a configuration sets wrongly. Every message names the option and
/// says what was expected.
public struct OptionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The option's name.
  public let option: String
  /// What is wrong and what was expected.
  public let reason: String

  public init(option: String, reason: String) {
    self.option = option
    self.reason = reason
  }

  public var description: String {
    "option \(OneLine.escaping(option, maximumCharacters: 80)): \(reason)"
  }

  static func missing(_ declaration: OptionDeclaration) -> OptionError {
    OptionError(
      option: declaration.name,
      reason: "is required; set it in the TICKscript: \(declaration.signature)")
  }

  static func unknown(_ name: String, declared: [String]) -> OptionError {
    let known =
      declared.isEmpty ? "this UDF has no options" : "known are \(declared.joined(separator: ", "))"
    return OptionError(option: name, reason: "is not declared; \(known)")
  }

  /// A handler asks for something that its own declaration does not promise.
  static func misread(_ name: String, as type: ValueType, found: String) -> OptionError {
    OptionError(option: name, reason: "is read as \(type.text), but \(found)")
  }
}
