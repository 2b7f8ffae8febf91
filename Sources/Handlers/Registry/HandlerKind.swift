import KapacitorUDF
import ModelRuntime
import Settings

/// A kind of handler that a configuration names: `handler = "wind_turbine"`.
public protocol HandlerKind: Sendable {
  static var name: String { get }
  /// One line for `udfd check` and the configuration reference.
  static var summary: String { get }
  /// The keys of `[udf.NAME]` that this kind reads, beside those that the daemon reads itself (handler,
  /// socket and so on).
  static var keys: [KeyDeclaration] { get }
  /// The options that every UDF of this kind has, for the configuration reference. None by default.
  static var options: [OptionDeclaration] { get }

  /// Makes the UDF of one `[udf.NAME]` table, whose keys and types have been checked against `keys`.
  ///
  /// - Throws: `SettingError` where the fault lies in the table.
  static func makeDefinition(
    udf: String, settings: SettingTable, models: ModelStore
  ) throws -> any UDFDefinition
}

extension HandlerKind {
  public static var options: [OptionDeclaration] { [] }
}
