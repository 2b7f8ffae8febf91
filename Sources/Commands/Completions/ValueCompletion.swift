/// What a shell can offer where a flag's value or an operand is typed.
enum ValueCompletion: Equatable {
  case files
  case directories
  case words([String])
  /// The UDFs of the configuration that the command line names.
  case udfNames
  /// Only the user knows.
  case nothing

  init(flag: Flag) {
    if !flag.choices.isEmpty {
      self = .words(flag.choices)
    } else {
      self.init(placeholder: flag.value ?? "", isUDF: flag.name == "udf")
    }
  }

  init(operandsOf manual: CommandManual) {
    // `list | show NAME`: forms of the command, each with a word of its own.
    let forms = manual.operands.split(separator: " | ")
    if forms.count > 1 {
      self = .words(forms.compactMap { $0.split(separator: " ").first.map(String.init) })
    } else {
      self.init(placeholder: manual.operands, isUDF: manual.operands.contains("NAME"))
    }
  }

  /// - Parameter placeholder: what stands for the value in `--help`: `FILE`, `csv|line`.
  private init(placeholder: String, isUDF: Bool) {
    if isUDF {
      self = .udfNames
    } else if placeholder.contains("FILE") || placeholder.contains(".csv")
      || placeholder.contains("PATH") || placeholder.contains("SOCKET")
    {
      self = .files
    } else if placeholder.contains("DIR") {
      self = .directories
    } else if placeholder.contains("|"), placeholder == placeholder.lowercased() {
      self = .words(placeholder.split(separator: "|").map(String.init))
    } else {
      self = .nothing
    }
  }
}
