/// Where in a configuration file something stands. Lines and columns count from 1.
public struct SettingPlace: Sendable, Hashable, CustomStringConvertible {
  /// The file as the user named it, or what stands in for one ("UDFD_MODEL_TURBINE", "--log-level").
  public let file: String
  /// nil where the source has no lines: an environment variable, a command-line flag.
  public let line: Int?
  public let column: Int?

  public init(file: String, line: Int? = nil, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `udfd.toml:12:5`, the form that editors and terminals turn into a link.
  public var description: String {
    guard let line else { return file }
    guard let column else { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }
}
