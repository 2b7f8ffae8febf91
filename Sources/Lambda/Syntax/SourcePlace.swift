/// A place in an expression's text, counted in characters from 1.
struct SourcePlace: Sendable, Equatable {
  var line: Int32
  var column: Int32

  init(line: Int, column: Int) {
    self.line = Int32(clamping: line)
    self.column = Int32(clamping: column)
  }
}

extension LambdaError {
  init(line: Int32, column: Int32, message: String, expected: String) {
    self.init(line: Int(line), column: Int(column), message: message, expected: expected)
  }
}
