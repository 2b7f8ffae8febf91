import PlainText

/// The keys that lead to a setting: `udf.wind_turbine.tests[0].input`.
public struct SettingPath: Sendable, Hashable, CustomStringConvertible {
  public enum Component: Sendable, Hashable {
    case key(String)
    /// A place in a list, counted from 0.
    case index(Int)
  }

  public let components: [Component]

  public static let root = SettingPath(components: [])

  public init(components: [Component]) {
    self.components = components
  }

  /// The path of nested tables, outermost first.
  public init(_ keys: String...) {
    self.init(components: keys.map { .key($0) })
  }

  public func appending(_ key: String) -> SettingPath {
    SettingPath(components: components + [.key(key)])
  }

  public func appending(index: Int) -> SettingPath {
    SettingPath(components: components + [.index(index)])
  }

  /// As it would be written in TOML: keys that are not bare stand in quotes.
  public var description: String {
    var text = ""
    for component in components {
      switch component {
      case .key(let key):
        if !text.isEmpty { text += "." }
        text += SettingPath.isBare(key) ? key : QuotedText.of(key)
      case .index(let index):
        text += "[\(index)]"
      }
    }
    return text
  }

  private static func isBare(_ key: String) -> Bool {
    !key.isEmpty
      && key.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      }
  }
}
