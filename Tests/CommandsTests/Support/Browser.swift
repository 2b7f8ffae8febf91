import Foundation
import XCTest

/// A headless Chromium, where there is one.
struct Browser {
  private let program: String

  /// - Throws: `XCTSkip` where there is none.
  init() throws {
    let environment = ProcessInfo.processInfo.environment
    let names = ["chromium", "chromium-browser", "google-chrome"]
    let places = (environment["PATH"] ?? "").split(separator: ":").flatMap { directory in
      names.map { "\(directory)/\($0)" }
    }
    guard
      let found = places.first(where: {
        FileManager.default.isExecutableFile(atPath: $0)
      })
    else {
      throw XCTSkip(
        "no chromium on the PATH: install it (Debian: chromium) to run the tests of pages in a browser"
      )
    }
    program = found
  }

  struct Visit {
    /// The document as the page's script has left it.
    let document: String
    /// What the page wrote to the console, errors of the content security policy among it.
    let console: [String]
  }

  /// Loads a page, lets its script run for some virtual time, and looks.
  ///
  /// - Parameters:
  ///   - screenshot: where a picture goes; nil: none is taken.
  func visit(
    _ url: String, height: Int = 1400, isDark: Bool = false,
    milliseconds: Int = 6_000, screenshot: String? = nil
  ) throws -> Visit {
    let profile = FileManager.default.temporaryDirectory
      .appendingPathComponent("udfd-browser-\(UUID().uuidString.prefix(8))")
    defer { try? FileManager.default.removeItem(at: profile) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--user-data-dir=\(profile.path)", "--no-first-run", "--hide-scrollbars",
        "--disable-background-networking", "--allow-file-access-from-files",
        "--enable-logging=stderr", "--v=0",
        "--window-size=1700,\(height)", "--timeout=\(milliseconds)",
        "--virtual-time-budget=\(milliseconds)",
      ] + (isDark ? ["--blink-settings=preferredColorScheme=0"] : [])
      + (screenshot.map { ["--screenshot=\($0)"] } ?? ["--dump-dom"]) + [url]
    let output = "\(profile.path).out"
    let errors = "\(profile.path).err"
    defer { for path in [output, errors] { try? FileManager.default.removeItem(atPath: path) } }
    for path in [output, errors] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    let log = String(decoding: try Data(contentsOf: URL(fileURLWithPath: errors)), as: UTF8.self)
    return Visit(
      document: String(
        decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self),
      console: log.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init))
  }
}
