/// A flag of a command: `--config FILE`, `--json`.
public struct Flag: Sendable {
  /// Without the dashes.
  public let name: String
  /// One letter that stands for it, `-c`.
  public let short: Character?
  /// What stands for its value in `--help`; nil: a switch, which takes none.
  public let value: String?
  public let repeats: Bool
  public let summary: String
  /// The words that the value can be, where these are few; a shell offers them.
  public private(set) var choices: [String] = []

  private init(name: String, short: Character?, value: String?, repeats: Bool, summary: String) {
    self.name = name
    self.short = short
    self.value = value
    self.repeats = repeats
    self.summary = summary
  }

  /// A flag that takes a value.
  public static func option(
    _ name: String, short: Character? = nil, _ value: String, repeats: Bool = false,
    _ summary: String
  ) -> Flag {
    Flag(name: name, short: short, value: value, repeats: repeats, summary: summary)
  }

  /// A flag that is given or not.
  public static func flag(_ name: String, short: Character? = nil, _ summary: String) -> Flag {
    Flag(name: name, short: short, value: nil, repeats: false, summary: summary)
  }

  /// The same flag, with the words that its value can be.
  public func among(_ words: String...) -> Flag {
    var flag = self
    flag.choices = words
    return flag
  }

  /// Where the configuration is; shared by the commands that read it.
  public static let config = option(
    "config", short: "c", "FILE", "the configuration (default: /etc/udfd/udfd.toml)")
}
