import Settings

/// The keys of a UDF whose handler is a `UDFHandler`.
enum CodedKeys {
  static let models = KeyDeclaration(
    "models", .oneOrMany(.string), default: .list([]),
    summary: "models that must be loaded before a task is served; the handler finds them by name")

  static let all = [models, OptionSettings.key, TestKeys.tests] + PolicyKeys.all
}
