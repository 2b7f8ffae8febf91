import PlainText

/// One part of a LightGBM text model, the header or a tree: lines of `key=value`.
struct LightGBMSection {
  /// `header`, `tree 3`: for error messages.
  let name: String
  private var values: [String: UnsafeRawBufferPointer] = [:]
  /// Lines without `=`: `average_output`.
  private var flags: Set<String> = []

  init(name: String) {
    self.name = name
  }

  mutating func add(line: UnsafeRawBufferPointer) {
    if let sign = line.firstIndex(of: UInt8(ascii: "=")) {
      let key = String(decoding: line[..<sign], as: UTF8.self)
      values[key] = UnsafeRawBufferPointer(rebasing: line[(sign + 1)...])
    } else if line.count < 64 {
      flags.insert(String(decoding: line, as: UTF8.self))
    }
  }

  func error(_ cause: String) -> ModelError {
    ModelError(.damaged, cause: cause, remedy: "save the model again", position: name)
  }

  func hasFlag(_ flag: String) -> Bool { flags.contains(flag) }

  func text(_ key: String) -> String? {
    values[key].map { String(decoding: $0, as: UTF8.self) }
  }

  func words(_ key: String) -> [String] {
    guard let bytes = values[key] else { return [] }
    return bytes.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
  }

  func integer(_ key: String, default fallback: Int? = nil) throws(ModelError) -> Int {
    guard values[key] != nil else {
      if let fallback { return fallback }
      throw error("'\(key)' is missing")
    }
    let numbers = try integers(key)
    guard numbers.count == 1 else { throw error("'\(key)' is not one number") }
    return numbers[0]
  }

  /// The numbers of a line, which are as many as `count` where that is given. Missing: none.
  func numbers(_ key: String, count: Int? = nil) throws(ModelError) -> [Double] {
    var numbers: [Double] = []
    if let bytes = values[key] {
      var position = 0
      while true {
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
        if position == bytes.count { break }
        guard let number = DecimalNumber.parse(bytes, at: &position) else {
          throw error("'\(key)' holds something that is no number")
        }
        numbers.append(number)
      }
    }
    if let count, numbers.count != count {
      throw error("'\(key)' has \(numbers.count) values, and \(count) are expected")
    }
    return numbers
  }

  func integers(_ key: String, count: Int? = nil) throws(ModelError) -> [Int] {
    var integers: [Int] = []
    for number in try numbers(key, count: count) {
      guard let integer = Int(exactly: number) else {
        throw error("'\(key)' holds \(number), which is no whole number")
      }
      integers.append(integer)
    }
    return integers
  }
}
