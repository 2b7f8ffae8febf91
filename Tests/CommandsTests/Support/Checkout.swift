import Foundation

/// The files of the repository.
enum Checkout {
  static let root: URL = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root
  }()

  static func text(of path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Paths of all Swift files below a directory.
  static func swiftFiles(below directory: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root.appendingPathComponent(directory).path)
      .filter { $0.hasSuffix(".swift") }.map { "\(directory)/\($0)" }
  }
}
