/// What a command is called and takes: parsed by `Arguments`, printed by `--help`, turned into the man page.
public struct CommandManual: Sendable {
  public let name: String
  /// One line, beginning with a verb, without a full stop.
  public let summary: String
  /// What stands after the flags in the usage line, such as `NAME` or `[FILE ...]`. Empty: no operands.
  public let operands: String
  /// How many operands may be given.
  public let operandCount: ClosedRange<Int>
  public let flags: [Flag]
  /// A few lines for what the flags do not say; at most 76 columns.
  public let notes: String
  /// Command lines that a user can type.
  public let example: String
  /// Not listed by `udfd --help`.
  public let isHidden: Bool

  public init(
    name: String, summary: String, operands: String = "", operandCount: ClosedRange<Int> = 0...0,
    flags: [Flag] = [], notes: String = "", example: String, isHidden: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.operandCount = operandCount
    self.flags = flags
    self.notes = notes
    self.example = example
    self.isHidden = isHidden
  }
}
