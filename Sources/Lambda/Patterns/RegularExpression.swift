import CRE2

/// A compiled regular expression of RE2, which matches in time linear in the text.
///
/// RE2 objects may be used by several threads at once, and this one never changes.
final class RegularExpression: @unchecked Sendable {
  let pattern: String
  private let handle: OpaquePointer
  let groupCount: Int

  init(_ pattern: String) throws(PatternError) {
    self.pattern = pattern
    var copy = pattern
    var message: [CChar] = Array(repeating: 0, count: 256)
    let compiled = copy.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        cre2_compile(
          characters.baseAddress, characters.count, LambdaLimits.maximumPatternBytes,
          &message, message.count)
      }
    }
    guard let compiled else {
      let end = message.firstIndex(of: 0) ?? message.count
      throw PatternError(
        message: String(decoding: message[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
    handle = compiled
    groupCount = Int(cre2_group_count(compiled))
  }

  deinit { cre2_free(handle) }

  func matches(_ text: TextSlice) -> Bool {
    cre2_find(handle, Self.characters(text), text.count, 0, nil, 0) != 0
  }

  /// Finds the first match from `start` on; fills begin and end of the match and of each group.
  func find(_ text: TextSlice, from start: Int, bounds: UnsafeMutablePointer<Int64>) -> Bool {
    cre2_find(
      handle, Self.characters(text), text.count, start, bounds, Int32(groupCount + 1)) != 0
  }

  func groupNumber(_ name: TextSlice) -> Int? {
    let number = cre2_group_number(handle, Self.characters(name), name.count)
    return number < 0 ? nil : Int(number)
  }

  private static func characters(_ text: TextSlice) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.start).assumingMemoryBound(to: CChar.self)
  }
}

/// Why a regular expression does not compile.
struct PatternError: Error {
  let message: String
}
