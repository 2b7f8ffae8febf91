import CToml
import Settings

/// Reads TOML into settings that know their places.
enum TOMLDocument {
  /// A configuration is written by hand; what is larger than this is some other file.
  static let maximumBytes = 4 << 20

  /// - Parameter file: named in the places of the settings and of errors.
  static func parse(_ text: [UInt8], file: String) throws(SettingError) -> SettingTable {
    guard text.count <= maximumBytes else {
      throw SettingError(
        place: SettingPlace(file: file), path: .root,
        problem: "\(text.count) bytes; a configuration has at most \(maximumBytes)")
    }
    let builder = SettingBuilder(file: file)
    // The builder outlives the call below, during which alone the visitor's functions run.
    var visitor = SettingBuilder.visitor(of: builder)
    var fault = ctoml_error()
    let isParsed = text.withUnsafeBytes { bytes in
      let characters = bytes.bindMemory(to: CChar.self)
      return withExtendedLifetime(builder) {
        ctoml_parse(characters.baseAddress, characters.count, &visitor, &fault)
      }
    }
    guard isParsed else { throw error(fault, file: file) }
    return builder.root
  }

  private static func error(_ fault: ctoml_error, file: String) -> SettingError {
    let message = withUnsafeBytes(of: fault.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    // A line 0 is toml++'s own failure (out of memory), which has no place.
    let place =
      fault.line == 0
      ? SettingPlace(file: file)
      : SettingPlace(file: file, line: Int(fault.line), column: Int(fault.column))
    return SettingError(
      place: place, path: .root, problem: "not valid TOML: \(escaped(message))",
      remedy: TOMLHint.of(message))
  }

  /// toml++ quotes what it stumbled on; a control character must not reach a terminal.
  private static func escaped(_ message: String) -> String {
    String(
      message.unicodeScalars.map { scalar in
        scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) ? "?" : Character(scalar)
      })
  }
}
