/// All functions by name, with their signatures: Kapacitor's and the ones udfd adds.
enum FunctionTable {
  static func overloads(of name: String) -> [Overload]? { table[name] }

  static let names: [String] = table.keys.sorted()

  private static let table: [String: [Overload]] = {
    var table: [String: [Overload]] = [:]
    addMath(&table)
    addText(&table)
    addConversions(&table)
    addTime(&table)
    addStateful(&table)
    addBatch(&table)
    let chosen: [ValueKind] = [.float, .int, .string, .bool, .regex, .time, .duration]
    table["if"] = chosen.map { Overload([.bool, $0, $0], $0, .choose) }
    let present: [ValueKind] = [.missing, .bool, .string, .int, .float]
    table["isPresent"] = present.map { Overload([$0], .bool, .isPresent) }
    return table
  }()

  private static func addMath(_ table: inout [String: [Overload]]) {
    for function in Math1.allCases {
      table["\(function)"] = [Overload([.float], .float, .math1(function))]
    }
    for function in Math2.allCases {
      table["\(function)"] = [Overload([.float, .float], .float, .math2(function))]
    }
    table["round"]?.append(Overload([.float, .int], .float, .roundToDigits))
    table["pow10"] = [Overload([.int], .float, .pow10)]
    table["jn"] = [Overload([.int, .float], .float, .besselFirst)]
    table["yn"] = [Overload([.int, .float], .float, .besselSecond)]
  }

  private static func addText(_ table: inout [String: [Overload]]) {
    func add(_ name: String, _ parameters: [ValueKind], _ result: ValueKind, _ f: TextFunction) {
      table[name] = [Overload(parameters, result, .text(f))]
    }
    let two: [ValueKind] = [.string, .string]
    add("strContains", two, .bool, .contains)
    add("strContainsAny", two, .bool, .containsAny)
    add("strHasPrefix", two, .bool, .hasPrefix)
    add("strHasSuffix", two, .bool, .hasSuffix)
    add("strCount", two, .int, .count)
    add("strIndex", two, .int, .index)
    add("strIndexAny", two, .int, .indexAny)
    add("strLastIndex", two, .int, .lastIndex)
    add("strLastIndexAny", two, .int, .lastIndexAny)
    add("strLength", [.string], .int, .length)
    add("strTrim", two, .string, .trim)
    add("strTrimLeft", two, .string, .trimLeft)
    add("strTrimRight", two, .string, .trimRight)
    add("strTrimPrefix", two, .string, .trimPrefix)
    add("strTrimSuffix", two, .string, .trimSuffix)
    add("strTrimSpace", [.string], .string, .trimSpace)
    add("strToLower", [.string], .string, .toLower)
    add("strToUpper", [.string], .string, .toUpper)
    add("strReplace", [.string, .string, .string, .int], .string, .replace)
    add("strSubstring", [.string, .int, .int], .string, .substring)
    table["regexReplace"] = [Overload([.regex, .string, .string], .string, .regexReplace)]
  }

  private static func addConversions(_ table: inout [String: [Overload]]) {
    table["bool"] = [
      Overload([.bool], .bool, .keep),
      Overload([.string], .bool, .convert(.boolFromText)),
      Overload([.int], .bool, .convert(.boolFromInt)),
      Overload([.float], .bool, .convert(.boolFromFloat)),
    ]
    table["int"] = [
      Overload([.int], .int, .keep),
      Overload([.bool], .int, .keep),
      Overload([.string], .int, .convert(.intFromText)),
      Overload([.float], .int, .convert(.intFromFloat)),
    ]
    table["float"] = [
      Overload([.float], .float, .keep),
      Overload([.int], .float, .floatFromInt),
      Overload([.bool], .float, .floatFromInt),
      Overload([.string], .float, .convert(.floatFromText)),
    ]
    table["string"] = [
      Overload([.string], .string, .keep),
      Overload([.bool], .string, .convert(.textFromBool)),
      Overload([.int], .string, .convert(.textFromInt)),
      Overload([.float], .string, .convert(.textFromFloat)),
      Overload([.duration], .string, .convert(.textFromDuration)),
    ]
    table["duration"] = [
      Overload([.duration], .duration, .keep),
      Overload([.int, .duration], .duration, .convert(.durationFromIntUnit)),
      Overload([.float, .duration], .duration, .convert(.durationFromFloatUnit)),
      Overload([.string, .duration], .duration, .convert(.durationFromText)),
    ]
    table["humanBytes"] = [
      Overload([.int], .string, .convert(.humanBytesFromInt)),
      Overload([.float], .string, .convert(.humanBytesFromFloat)),
    ]
  }

  private static func addTime(_ table: inout [String: [Overload]]) {
    let functions: [(String, ClockFunction)] = [
      ("unixNano", .unixNano), ("minute", .minute), ("hour", .hour), ("weekday", .weekday),
      ("day", .day), ("month", .month), ("year", .year),
    ]
    for (name, function) in functions {
      table[name] = [Overload([.time], .int, .clock(function))]
    }
    table["now"] = [Overload([], .time, .now)]
  }

  private static func addStateful(_ table: inout [String: [Overload]]) {
    for name in StatefulName.allCases {
      let function = Function.stateful(name)
      table[name.rawValue] =
        switch name {
        case .count: [Overload([], .int, function)]
        case .elapsed: [Overload([], .duration, function)]
        case .streak: [Overload([.bool], .int, function)]
        case .sigma, .spread, .diff, .rate: [Overload([.float], .float, function)]
        case .lag: [Overload([.float, .int], .float, function)]
        case .ewma:
          [
            Overload([.float, .float], .float, function),
            Overload([.float, .duration], .float, function),
          ]
        case .rollingQuantile:
          [
            Overload([.float, .int, .float], .float, function),
            Overload([.float, .duration, .float], .float, function),
          ]
        default:
          [
            Overload([.float, .int], .float, function),
            Overload([.float, .duration], .float, function),
          ]
        }
    }
  }

  private static func addBatch(_ table: inout [String: [Overload]]) {
    for name in BatchFunction.allCases {
      let function = Function.batch(name)
      table[name.rawValue] =
        switch name {
        case .batchCount: [Overload([], .int, function)]
        case .batchQuantile: [Overload([.float, .float], .float, function)]
        default: [Overload([.float], .float, function)]
        }
    }
  }
}
