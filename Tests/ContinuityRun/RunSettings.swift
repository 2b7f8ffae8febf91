import Foundation

/// What is run: `continuity-run --udfd PATH [--connections N] [--restarts N] [--kills N] [--model FILE] ...`
struct RunSettings {
  var udfd = ".build/release/udfd"
  var connections = 16
  var restarts = 200
  var kills = 2_000
  /// A kill comes at a random instant of this time after the start of its process, which loads its models meanwhile.
  var killMilliseconds = 80
  /// A model with the input wind_speed: a UDF that scores by it takes the place of `mirror`.
  var model: String?
  /// Of the gap of a planned restart at the 99th percentile; nil: it is only shown.
  var gapMilliseconds: Int?
  /// Where the answers are not held against an unbroken run's.
  var skipsReference = false
  var seed: UInt64 = .random(in: 1 ... .max)

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let flag = rest.popFirst() {
      if flag == "--skip-reference" {
        skipsReference = true
        continue
      }
      guard let value = rest.popFirst() else { throw Self.misused(flag) }
      switch (flag, Int(value)) {
      case ("--udfd", _): udfd = value
      case ("--model", _): model = value
      case ("--connections", let number?): connections = number
      case ("--restarts", let number?): restarts = number
      case ("--kills", let number?): kills = number
      case ("--kill-within", let number?): killMilliseconds = number
      case ("--gap", let number?): gapMilliseconds = number
      case ("--seed", let number?): seed = UInt64(number)
      default: throw Self.misused(flag)
      }
    }
  }

  private static func misused(_ flag: String) -> AnswerStream.Problem {
    AnswerStream.Problem(description: "not understood: \(flag)")
  }

  /// Without state and with it.
  var udfs: [String] { [model == nil ? "mirror" : "scored", "threshold"] }

  var configuration: String {
    let threshold = "[udf.threshold]\nhandler = \"threshold\"\n"
    guard let model else { return "[udf.mirror]\nhandler = \"mirror\"\n" + threshold }
    return """
      [models.forest]
      path = "\(model)"
      inputs = ["wind_speed"]
      [udf.scored]
      handler = "score"
      model = "forest"
      [udf.scored.set]
      predicted = "prediction"

      """ + threshold
  }
}
