import Glibc
import KapacitorUDF
import Lambda
import PlainText

/// Runs the lines of a conformance file and lists what differs from what was recorded.
struct ConformanceReport {
  let path: String
  let listsExtensions: Bool

  private struct Counts {
    var points = 0
    var agree = 0
    var extended = 0
    var meant = 0
    var differ = 0
  }

  func run(_ context: CommandContext) throws -> ExitStatus {
    var counts = Counts()
    for (number, line) in try lines().enumerated() where !line.isEmpty {
      let vector: ConformanceVector
      do {
        vector = try ConformanceVector(parsing: line)
      } catch {
        throw EvaluationFailed(description: "\(path):\(number + 1): \(error)")
      }
      for (point, verdict) in ConformanceRun(vector).verdicts().enumerated() {
        let place = "\(path):\(number + 1): point \(point + 1): \(vector.expression)"
        counts.points += 1
        switch verdict {
        case .agrees: counts.agree += 1
        case .extends(let what):
          counts.extended += 1
          if listsExtensions {
            context.output.print(
              OneLine.escaping("extension \(place): \(what)", maximumCharacters: .max))
          }
        case .meant(let what):
          counts.meant += 1
          if listsExtensions {
            context.output.print(
              OneLine.escaping("meant \(place): \(what)", maximumCharacters: .max))
          }
        case .differs(let what):
          counts.differ += 1
          context.output.print(OneLine.escaping("\(place): \(what)", maximumCharacters: .max))
        }
      }
    }
    context.output.print(
      "\(counts.points) points: \(counts.agree) agree, \(counts.differ) differ, "
        + "\(counts.extended) have a value where Kapacitor has none, "
        + "\(counts.meant) differ because every mention of a stateful function has its own state")
    return counts.differ == 0 ? .success : .failure
  }

  private func lines() throws(EvaluationFailed) -> [[UInt8]] {
    guard let file = fopen(path, "re") else {
      throw EvaluationFailed(
        description: "\(path) cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer: [UInt8] = Array(repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(
      Array.init)
  }
}
