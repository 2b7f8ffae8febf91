import KapacitorUDF
import KapacitorUDFTesting
import ModelRuntime
import Settings
import UDFWire
import XCTest

@testable import Handlers

/// The definition of a score UDF whose table is written in code.
func score(
  _ settings: SettingTable, models: ModelStore = ModelStore()
) throws -> any UDFDefinition {
  try settings.check(against: ScoreKind.keys)
  return try ScoreKind.makeDefinition(udf: "test", settings: settings, models: models)
}

/// What is wrong with a table.
func problem(
  _ settings: SettingTable, models: ModelStore = ModelStore(),
  file: StaticString = #filePath, line: UInt = #line
) -> String {
  do {
    let definition = try score(settings, models: models)
    if let user = definition as? any ModelUser {
      for name in user.modelNames {
        if let model = models.slot(named: name)?.current() { try user.check(model, named: name) }
      }
    }
    XCTFail("nothing is wrong with it", file: file, line: line)
    return ""
  } catch {
    return "\(error)"
  }
}
