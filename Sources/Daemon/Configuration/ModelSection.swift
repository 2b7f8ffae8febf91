import ModelRuntime
import PlainText
import Settings

/// What `[models.NAME]` says, with the environment's word put in.
public struct ModelSection: Sendable {
  public let name: String
  /// Absolute.
  public let path: String
  /// nil: those that the file carries.
  public let inputs: [String]?
  public let engine: ModelEngine
  /// Where the path was written, for errors about the file.
  public let pathSetting: Setting

  init(name: String, _ table: SettingTable, daemon: DaemonSection) throws(SettingError) {
    self.name = name
    guard let setting = try table.setting(of: ModelKeys.path),
      case .string(let text) = setting.value
    else { throw table.error(ModelKeys.path.name, "is missing") }
    guard !text.isEmpty else { throw setting.error("is empty", remedy: "name the model's file") }
    pathSetting = setting
    path = FilePath.resolve(text, in: daemon.modelsDirectory)
    engine = try ModelSection.engine(table, daemon: daemon)
    inputs = try table.strings(ModelKeys.inputs.name)
    if let inputs { try ModelSection.check(inputs, table) }
  }

  private static func engine(
    _ table: SettingTable, daemon: DaemonSection
  ) throws(SettingError) -> ModelEngine {
    guard try table.string(of: ModelKeys.engine) == "onnxruntime" else { return .native }
    guard let library = daemon.onnxruntimeLibrary else {
      throw table.error(
        ModelKeys.engine.name, "needs ONNX Runtime, whose shared library is not named",
        remedy: "add onnxruntime_library = \"/path/to/libonnxruntime.so\" to [daemon]")
    }
    return .onnxRuntime(library: library)
  }

  private static func check(_ inputs: [String], _ table: SettingTable) throws(SettingError) {
    guard !inputs.isEmpty else {
      throw table.error(
        ModelKeys.inputs.name, "is empty", remedy: "leave it out where the file carries names")
    }
    var seen: Set<String> = []
    for input in inputs where !seen.insert(input).inserted {
      throw table.error(ModelKeys.inputs.name, "\(QuotedText.of(input)) stands there twice")
    }
  }
}
