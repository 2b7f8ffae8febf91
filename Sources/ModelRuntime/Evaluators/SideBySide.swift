/// Several evaluators over the same rows, their outputs one behind the other.
struct SideBySide: Evaluator {
  private let parts: [any Evaluator]
  private let widest: Int
  let inputCount: Int
  let outputCount: Int

  /// - Precondition: all read rows of one width, and there is one.
  init(_ parts: [any Evaluator]) {
    precondition(!parts.isEmpty && parts.allSatisfy { $0.inputCount == parts[0].inputCount })
    self.parts = parts
    inputCount = parts[0].inputCount
    outputCount = parts.reduce(0) { $0 + $1.outputCount }
    widest = parts.map(\.outputCount).max() ?? 0
  }

  var memoryBytes: Int { parts.reduce(0) { $0 + $1.memoryBytes } }

  var kernelDescription: String {
    var seen: [(text: String, count: Int)] = []
    for part in parts where !part.kernelDescription.isEmpty {
      if let index = seen.firstIndex(where: { $0.text == part.kernelDescription }) {
        seen[index].count += 1
      } else {
        seen.append((part.kernelDescription, 1))
      }
    }
    return seen.map { $0.count == 1 ? $0.text : "\($0.count) x \($0.text)" }
      .joined(separator: " beside ")
  }

  func scratchBytes(rows: Int) -> Int {
    SideBySide.padded(rows * widest * 8) + (parts.map { $0.scratchBytes(rows: rows) }.max() ?? 0)
  }

  func evaluate(
    rows: UnsafePointer<Double>, count: Int, outputs: UnsafeMutablePointer<Double>,
    scratch: UnsafeMutableRawPointer
  ) {
    let results = scratch.assumingMemoryBound(to: Double.self)
    let inner = scratch + SideBySide.padded(count * widest * 8)
    var offset = 0
    for part in parts {
      let width = part.outputCount
      part.evaluate(rows: rows, count: count, outputs: results, scratch: inner)
      for row in 0..<count {
        for column in 0..<width {
          outputs[row * outputCount + offset + column] = results[row * width + column]
        }
      }
      offset += width
    }
  }
}
