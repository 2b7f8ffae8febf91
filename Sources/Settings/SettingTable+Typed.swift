import PlainText

// Typed reading by name. nil means that the key is absent; a value of the wrong type is an error that names
// file, line, key and what was expected.

extension SettingTable {
  public func string(_ key: String) throws(SettingError) -> String? {
    guard let setting = try checked(key, .string), case .string(let text) = setting.value else {
      return nil
    }
    return text
  }

  public func integer(_ key: String) throws(SettingError) -> Int64? {
    guard let setting = try checked(key, .integer), case .integer(let value) = setting.value else {
      return nil
    }
    return value
  }

  /// Integers serve as numbers.
  public func number(_ key: String) throws(SettingError) -> Double? {
    try checked(key, .number)?.value.asNumber
  }

  public func boolean(_ key: String) throws(SettingError) -> Bool? {
    guard let setting = try checked(key, .boolean), case .boolean(let value) = setting.value else {
      return nil
    }
    return value
  }

  /// Nanoseconds of a duration in quotes (`"10s"`).
  public func duration(_ key: String) throws(SettingError) -> Int64? {
    try checked(key, .duration)?.value.asNanoseconds
  }

  public func byteSize(_ key: String) throws(SettingError) -> Int? {
    try checked(key, .byteSize)?.value.asBytes
  }

  /// The word given, which is one of `words`.
  public func choice(_ key: String, among words: [String]) throws(SettingError) -> String? {
    guard let setting = try checked(key, .choice(words)), case .string(let text) = setting.value
    else { return nil }
    return text
  }

  /// A string, or a list of strings.
  public func strings(_ key: String) throws(SettingError) -> [String]? {
    try checked(key, .oneOrMany(.string))?.value.asStrings
  }

  public func table(_ key: String) throws(SettingError) -> SettingTable? {
    guard let setting = try checked(key, .table(of: .any)), case .table(let table) = setting.value
    else { return nil }
    return table
  }

  /// The elements of `[[key]]`.
  public func tables(_ key: String) throws(SettingError) -> [SettingTable]? {
    guard let setting = try checked(key, .tables), case .list(let settings) = setting.value else {
      return nil
    }
    return settings.compactMap { element in
      if case .table(let table) = element.value { table } else { nil }
    }
  }

  private func checked(_ key: String, _ type: SettingType) throws(SettingError) -> Setting? {
    guard let setting = self[key] else { return nil }
    if let problem = type.problem(with: setting) { throw problem }
    return setting
  }
}

extension SettingValue {
  public var asNumber: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    default: nil
    }
  }

  var asNanoseconds: Int64? {
    if case .string(let text) = self { DurationText.nanoseconds(text) } else { nil }
  }

  var asBytes: Int? {
    switch self {
    case .string(let text): ByteSizeText.bytes(text)
    case .integer(let bytes): Int(exactly: bytes)
    default: nil
    }
  }

  var asStrings: [String]? {
    switch self {
    case .string(let text): [text]
    case .list(let settings):
      settings.compactMap { if case .string(let text) = $0.value { text } else { nil } }
    default: nil
    }
  }
}
