import UDFWire

extension Options {
  public func bool(_ name: String) throws(OptionError) -> Bool {
    try single(name, .bool) { if case .bool(let value) = $0 { value } else { nil } }
  }

  public func int(_ name: String) throws(OptionError) -> Int64 {
    try single(name, .int) { if case .int(let value) = $0 { value } else { nil } }
  }

  public func double(_ name: String) throws(OptionError) -> Double {
    try single(name, .double) { if case .double(let value) = $0 { value } else { nil } }
  }

  public func string(_ name: String) throws(OptionError) -> String {
    try single(name, .string) { if case .string(let value) = $0 { value } else { nil } }
  }

  /// In nanoseconds, as it is on the wire.
  public func durationNanoseconds(_ name: String) throws(OptionError) -> Int64 {
    try single(name, .duration) { if case .duration(let value) = $0 { value } else { nil } }
  }

  public func duration(_ name: String) throws(OptionError) -> Duration {
    .nanoseconds(try durationNanoseconds(name))
  }

  /// The values of an option that is a list of strings; empty when it is not set.
  public func strings(_ name: String) throws(OptionError) -> [String] {
    try list(name, .string) { if case .string(let value) = $0 { value } else { nil } }
  }

  /// The values of an option that is a list of numbers; empty when it is not set.
  public func doubles(_ name: String) throws(OptionError) -> [Double] {
    try list(name, .double) { if case .double(let value) = $0 { value } else { nil } }
  }

  /// The values of an option that is a list of integers; empty when it is not set.
  public func ints(_ name: String) throws(OptionError) -> [Int64] {
    try list(name, .int) { if case .int(let value) = $0 { value } else { nil } }
  }

  private func single<Value>(
    _ name: String, _ type: ValueType, _ read: (OptionValue) -> Value?
  ) throws(OptionError) -> Value {
    let found = try values(name)
    guard found.count == 1, let value = found.first else {
      throw .misread(name, as: type, found: "it has \(found.count) values")
    }
    guard let result = read(value) else {
      throw .misread(name, as: type, found: "it is \(value.type.text) \(value.text)")
    }
    return result
  }

  private func list<Value>(
    _ name: String, _ type: ValueType, _ read: (OptionValue) -> Value?
  ) throws(OptionError) -> [Value] {
    var result: [Value] = []
    for value in try values(name) {
      guard let element = read(value) else {
        throw .misread(name, as: type, found: "a value of it is \(value.type.text) \(value.text)")
      }
      result.append(element)
    }
    return result
  }
}
