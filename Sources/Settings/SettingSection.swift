/// A table of the configuration and its keys: a chapter of the configuration reference.
public struct SettingSection: Sendable {
  /// As it is written: `[daemon]`, `[udf.NAME]`.
  public let header: String
  public let summary: String
  public let keys: [KeyDeclaration]

  public init(header: String, summary: String, keys: [KeyDeclaration]) {
    self.header = header
    self.summary = summary
    self.keys = keys
  }
}
