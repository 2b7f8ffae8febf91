import UDFWire

/// What a CSV column's values are.
public enum ColumnType: String, Sendable, CaseIterable {
  case int, float, bool, string

  /// The value that a text stands for; nil where it is none of this type.
  func value(_ text: String) -> FieldValue? {
    switch self {
    case .int: Int64(text).map { .int($0) }
    case .float: Self.double(text).map { .double($0) }
    case .bool: Self.boolean(text).map { .bool($0) }
    case .string: .string(text)
    }
  }

  /// Decimal numbers and the words for what is none; not the hexadecimal that Swift would also read.
  private static func double(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "x") && $0 != UInt8(ascii: "X") }) else {
      return nil
    }
    return Double(text)
  }

  private static func boolean(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }
}

/// Narrows down a column's type as its values are seen.
struct ColumnTypeGuess {
  /// What every value so far could be; nil until there was one.
  private(set) var type: ColumnType?

  mutating func see(_ bytes: ArraySlice<UInt8>) {
    guard type != .string else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    switch type {
    case nil:
      let narrowest: [ColumnType] = [.int, .float, .bool]
      type = narrowest.first { $0.value(text) != nil } ?? .string
    case .int:
      if ColumnType.int.value(text) == nil {
        type = ColumnType.float.value(text) != nil ? .float : .string
      }
    case .float, .bool:
      if type?.value(text) == nil { type = .string }
    case .string: break
    }
  }
}
