import PlainText

/// One line of a conformance file: an expression, points, and what a kapacitord answered for each.
public struct ConformanceVector: Sendable {
  public struct Point: Sendable {
    public let timeNanoseconds: Int64
    public let tags: [String: String]
    public let fields: [String: LambdaValue]
  }

  public enum Answer: Sendable, Equatable {
    case value(LambdaValue)
    /// Whether a `where` lets the point pass.
    case pass(Bool)
    /// define, start, eval, or crash: the whole kapacitord died.
    case error(stage: String, message: String)
  }

  public let expression: String
  /// TICKscript lines put in front: `var NAME = VALUE`.
  public let variables: String
  /// Lambdas evaluated before, each with the name of its result.
  public let preceding: [(name: String, expression: String)]
  public let groupBy: [String]
  public let timeZone: String
  public let isWhere: Bool
  public let points: [Point]
  public let answers: [Answer]

  /// - Throws: one line that says what is wrong with the text.
  public init(parsing line: [UInt8]) throws(ConformanceError) {
    let json: JSONValue
    do throws(JSONError) {
      json = try line.withUnsafeBytes { bytes in
        Result { () throws(JSONError) in try JSONReader.read(bytes) }
      }.get()
    } catch {
      throw ConformanceError("byte \(error.byte): \(error.cause)")
    }
    guard let expression = json["expr"]?.asString else { throw ConformanceError("no \"expr\"") }
    self.expression = expression
    variables = json["vars"]?.asString ?? ""
    preceding = (json["pre"]?.elements ?? []).compactMap { pair in
      guard pair.elements.count == 2, let name = pair.elements[0].asString,
        let expression = pair.elements[1].asString
      else { return nil }
      return (name, expression)
    }
    groupBy = (json["groupBy"]?.elements ?? []).compactMap(\.asString)
    timeZone = json["tz"]?.asString ?? "UTC"
    isWhere = json["node"]?.asString == "where"
    var points: [Point] = []
    for point in json["points"]?.elements ?? [] { points.append(try Self.point(point)) }
    self.points = points
    var answers: [Answer] = []
    for answer in json["result"]?.elements ?? [] { answers.append(try Self.answer(answer)) }
    self.answers = answers
    guard points.count == answers.count else {
      throw ConformanceError("\(points.count) points but \(answers.count) results")
    }
  }

  private static func point(_ json: JSONValue) throws(ConformanceError) -> Point {
    var time: Int64 = 0
    if case .integer(let nanoseconds)? = json["time"] { time = nanoseconds }
    var tags: [String: String] = [:]
    for tag in json["tags"]?.members ?? [] { tags[tag.name] = tag.value.asString ?? "" }
    var fields: [String: LambdaValue] = [:]
    for field in json["fields"]?.members ?? [] { fields[field.name] = try value(field.value) }
    return Point(timeNanoseconds: time, tags: tags, fields: fields)
  }

  private static func answer(_ json: JSONValue) throws(ConformanceError) -> Answer {
    if let message = json["error"]?.asString {
      return .error(stage: json["stage"]?.asString ?? "eval", message: message)
    }
    if json["type"]?.asString == "pass" {
      guard case .boolean(let passes)? = json["value"] else { throw ConformanceError("a bad pass") }
      return .pass(passes)
    }
    return .value(try value(json))
  }

  private static func value(_ json: JSONValue) throws(ConformanceError) -> LambdaValue {
    let type = json["type"]?.asString ?? ""
    switch (type, json["value"]) {
    case ("float", .number(let value)): return .float(value)
    case ("float", .integer(let value)): return .float(Double(value))
    case ("float", .string("NaN")): return .float(.nan)
    case ("float", .string("+Inf")): return .float(.infinity)
    case ("float", .string("-Inf")): return .float(-.infinity)
    case ("int", .integer(let value)): return .int(value)
    case ("bool", .boolean(let value)): return .bool(value)
    case ("duration", .integer(let value)): return .duration(nanoseconds: value)
    case ("string", let value):
      if let digits = json["hex"]?.asString { return .bytes(try bytes(digits)) }
      if let text = value?.asString { return .string(text) }
    default: break
    }
    throw ConformanceError("a value of type \"\(type)\" that cannot be read")
  }

  private static func bytes(_ hexadecimal: String) throws(ConformanceError) -> [UInt8] {
    let digits = Array(hexadecimal)
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count - 1, by: 2) {
      guard let byte = UInt8(String(digits[index...index + 1]), radix: 16) else {
        throw ConformanceError("\"hex\" is not hexadecimal")
      }
      bytes.append(byte)
    }
    return bytes
  }
}

/// What is wrong with a line of a conformance file.
public struct ConformanceError: Error, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
