import PlainText

/// A value in a document together with the path that leads to it, so that every error names its
/// place: `learner.gradient_booster.model.trees[3].left_children`.
struct JSONNode {
  let value: JSONValue
  let path: String

  init(_ value: JSONValue, path: String = "") {
    self.value = value
    self.path = path
  }

  /// The root of a JSON text.
  init(
    reading bytes: UnsafeRawBufferPointer, path: String = ""
  ) throws(ModelError) {
    do throws(JSONError) {
      self.init(try JSONReader.read(bytes), path: path)
    } catch {
      throw ModelError(
        .damaged, cause: "is no valid JSON: \(error.cause)", remedy: "save the model again",
        position: "byte \(error.byte)")
    }
  }

  /// The root of a JSON text that stands as a string in a file.
  init(reading text: consuming String, path: String) throws(ModelError) {
    self = try text.withUTF8 { bytes in
      Result { () throws(ModelError) in
        try JSONNode(reading: UnsafeRawBufferPointer(bytes), path: path)
      }
    }.get()
  }

  func error(_ cause: String, kind: ModelError.Kind = .damaged) -> ModelError {
    ModelError(
      kind, cause: cause, remedy: kind == .damaged ? "save the model again" : nil,
      position: path.isEmpty ? "the document" : path)
  }

  private func expected(_ what: String) -> ModelError {
    error("\(what) is expected, and it is \(value.kindName)")
  }

  /// The member called `name`, if there is one that is not null. The first of several counts.
  func optional(_ name: String) -> JSONNode? {
    guard case .object(let members) = value,
      let member = members.first(where: { $0.name == name })
    else { return nil }
    if case .null = member.value { return nil }
    return JSONNode(member.value, path: path.isEmpty ? name : "\(path).\(name)")
  }

  func member(_ name: String) throws(ModelError) -> JSONNode {
    guard case .object = value else { throw expected("an object") }
    guard let member = optional(name) else { throw error("'\(name)' is missing") }
    return member
  }

  func elements() throws(ModelError) -> [JSONNode] {
    switch value {
    case .numbers(let numbers):
      return numbers.enumerated().map { JSONNode(.number($1), path: "\(path)[\($0)]") }
    case .list(let values):
      return values.enumerated().map { JSONNode($1, path: "\(path)[\($0)]") }
    default: throw expected("a list")
    }
  }

  func numbers() throws(ModelError) -> [Double] {
    switch value {
    case .numbers(let numbers): return numbers
    case .list(let values) where values.isEmpty: return []
    case .list(let values):
      // Old XGBoost writes default_left as booleans.
      var numbers: [Double] = []
      numbers.reserveCapacity(values.count)
      for value in values {
        if case .boolean(let flag) = value {
          numbers.append(flag ? 1 : 0)
        } else if let number = value.asNumber {
          numbers.append(number)
        } else {
          throw expected("a list of numbers")
        }
      }
      return numbers
    default: throw expected("a list of numbers")
    }
  }

  func integers() throws(ModelError) -> [Int] {
    let numbers = try numbers()
    var integers: [Int] = []
    integers.reserveCapacity(numbers.count)
    for number in numbers {
      guard let integer = Int(exactly: number) else {
        throw error("a list of whole numbers is expected, and one is \(number)")
      }
      integers.append(integer)
    }
    return integers
  }

  func number() throws(ModelError) -> Double {
    if let number = value.asNumber { return number }
    // XGBoost writes parameters as strings.
    if var text = value.asString,
      let number = text.withUTF8({ DecimalNumber.parse(whole: UnsafeRawBufferPointer($0)) })
    {
      return number
    }
    throw expected("a number")
  }

  func integer() throws(ModelError) -> Int {
    let number = try number()
    guard let integer = Int(exactly: number) else {
      throw error("a whole number is expected, and it is \(number)")
    }
    return integer
  }

  func string() throws(ModelError) -> String {
    guard let text = value.asString else { throw expected("a string") }
    return text
  }

  func strings() throws(ModelError) -> [String] {
    var strings: [String] = []
    for element in try elements() { strings.append(try element.string()) }
    return strings
  }
}
