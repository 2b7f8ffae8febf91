import Lambda
import PlainText
import Settings

/// An expression of the configuration and where it stands there.
struct ScoreExpression: Sendable {
  /// The key: a field's, a let's, an input's name.
  let name: String
  let program: LambdaProgram
  let setting: Setting

  init(_ setting: Setting) throws(SettingError) {
    guard case .string(let text) = setting.value else {
      throw setting.error("expected an expression in quotes, found \(setting.value.kind)")
    }
    name = setting.key
    self.setting = setting
    do throws(LambdaError) {
      program = try LambdaProgram(parsing: text)
    } catch {
      throw setting.error("\(error) in \(QuotedText.of(text))")
    }
  }

  /// The error of an expression, told with the setting's place.
  func error(_ error: LambdaError) -> SettingError {
    setting.error("\(error) in \(QuotedText.of(program.text))")
  }
}
