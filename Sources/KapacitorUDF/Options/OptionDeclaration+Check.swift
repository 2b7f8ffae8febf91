import UDFWire

extension OptionDeclaration {
  /// How a TICKscript sets it: `.threshold(DOUBLE)`.
  public var signature: String {
    let arguments = isList ? "\(types.first?.text ?? "")..." : typesText
    return ".\(name)(\(arguments))"
  }

  private var typesText: String { types.map(\.text).joined(separator: ", ") }

  /// Whether the values of one mention fit the declared types, bounds and choices.
  public func check(_ values: [OptionValue]) throws(OptionError) {
    if isList {
      guard let type = types.first else { return }
      for value in values { try check(value, is: type) }
      return
    }
    guard values.count == types.count else {
      let expected =
        types.count == 1 ? "one \(typesText)" : "\(types.count) values (\(typesText))"
      throw error("expects \(expected), got \(Self.text(of: values))")
    }
    for (value, type) in zip(values, types) { try check(value, is: type) }
  }

  private func check(_ value: OptionValue, is type: ValueType) throws(OptionError) {
    guard value.type == type else {
      var hint = ""
      if case .int(let number) = value, type == .double { hint = ": write \(number).0" }
      throw error("expects \(type.text), got \(value.type.text) \(value.text)\(hint)")
    }
    if case .double(let number) = value, number.isNaN {
      throw error("expects a number, got NaN")
    }
    if case .string(let string) = value, !choices.isEmpty, !choices.contains(string) {
      let allowed = choices.map { "'\($0)'" }.joined(separator: ", ")
      throw error("expects one of \(allowed), got \(value.text)")
    }
    if let minimum, Self.isLess(value, minimum) { throw outOfRange(value) }
    if let maximum, Self.isLess(maximum, value) { throw outOfRange(value) }
  }

  /// Bounds compare with values of their own type only.
  private static func isLess(_ a: OptionValue, _ b: OptionValue) -> Bool {
    switch (a, b) {
    case (.int(let a), .int(let b)): a < b
    case (.double(let a), .double(let b)): a < b
    case (.duration(let a), .duration(let b)): a < b
    default: false
    }
  }

  private func outOfRange(_ value: OptionValue) -> OptionError {
    let expected =
      switch (minimum, maximum) {
      case (let low?, let high?): "from \(low.text) to \(high.text)"
      case (let low?, nil): "of at least \(low.text)"
      case (nil, let high?): "of at most \(high.text)"
      case (nil, nil): ""
      }
    return error(
      "expects \(value.type == .int ? "an" : "a") \(value.type.text) \(expected), got \(value.text)"
    )
  }

  private static func text(of values: [OptionValue]) -> String {
    values.isEmpty
      ? "none" : values.map { "\($0.type.text) \($0.text)" }.joined(separator: ", ")
  }

  private func error(_ reason: String) -> OptionError {
    OptionError(option: name, reason: reason)
  }
}
