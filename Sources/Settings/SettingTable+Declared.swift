// Reading through a key's declaration: type and range are checked, the default applies where the key is
// absent. The key must have a default or be required: one that may be absent is read by its name.

extension SettingTable {
  /// The value given, else the default. nil: neither.
  public func setting(of key: KeyDeclaration) throws(SettingError) -> Setting? {
    if let setting = self[key.name] {
      if let problem = key.problem(with: setting) { throw problem }
      return setting
    }
    if key.isRequired { throw missing(key) }
    guard let value = key.defaultValue else { return nil }
    return Setting(key: key.name, path: path.appending(key.name), place: place, value: value)
  }

  public func string(of key: KeyDeclaration) throws(SettingError) -> String {
    guard case .string(let text) = try value(of: key) else { throw undeclared(key, "string") }
    return text
  }

  public func integer(of key: KeyDeclaration) throws(SettingError) -> Int64 {
    guard case .integer(let value) = try value(of: key) else { throw undeclared(key, "integer") }
    return value
  }

  public func number(of key: KeyDeclaration) throws(SettingError) -> Double {
    guard let value = try value(of: key).asNumber else { throw undeclared(key, "number") }
    return value
  }

  public func boolean(of key: KeyDeclaration) throws(SettingError) -> Bool {
    guard case .boolean(let value) = try value(of: key) else { throw undeclared(key, "boolean") }
    return value
  }

  /// Nanoseconds.
  public func duration(of key: KeyDeclaration) throws(SettingError) -> Int64 {
    guard let value = try value(of: key).asNanoseconds else { throw undeclared(key, "duration") }
    return value
  }

  /// Bytes.
  public func byteSize(of key: KeyDeclaration) throws(SettingError) -> Int {
    guard let value = try value(of: key).asBytes else { throw undeclared(key, "byte size") }
    return value
  }

  /// Permission bits.
  public func fileMode(of key: KeyDeclaration) throws(SettingError) -> UInt32 {
    guard case .string(let text) = try value(of: key), let bits = FileModeText.bits(text) else {
      throw undeclared(key, "file mode")
    }
    return bits
  }

  /// A string, or a list of strings.
  public func strings(of key: KeyDeclaration) throws(SettingError) -> [String] {
    guard let values = try value(of: key).asStrings else { throw undeclared(key, "list") }
    return values
  }

  private func value(of key: KeyDeclaration) throws(SettingError) -> SettingValue {
    guard let setting = try setting(of: key) else { throw undeclared(key, "value") }
    return setting.value
  }

  /// A slip in a declaration of ours, told as an error all the same: a configuration never crashes the daemon.
  private func undeclared(_ key: KeyDeclaration, _ wanted: String) -> SettingError {
    error(key.name, "this key is declared without a \(wanted); this is a fault of udfd itself")
  }
}
