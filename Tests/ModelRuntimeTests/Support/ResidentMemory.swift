import Foundation

/// Memory of this process that is in RAM.
enum ResidentMemory {
  static func bytes() throws -> Int {
    let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .ascii).split(
      separator: " ")
    return (Int(fields[1]) ?? 0) * 4096
  }
}
