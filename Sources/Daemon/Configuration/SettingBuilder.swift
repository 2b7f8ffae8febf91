import CToml
import Settings

/// Builds settings from what the TOML parser tells, in order.
final class SettingBuilder {
  /// A table or list that is not closed yet.
  private struct Open {
    let key: String
    let path: SettingPath
    let place: SettingPlace
    let isTable: Bool
    var entries: [Setting] = []
  }

  private let file: String
  private var open: [Open] = []
  private(set) var root = SettingTable()

  init(file: String) {
    self.file = file
  }

  private func begin(_ origin: Origin, isTable: Bool) {
    open.append(
      Open(
        key: origin.key ?? "", path: path(of: origin), place: place(of: origin), isTable: isTable))
  }

  private func end() {
    let closed = open.removeLast()
    guard closed.isTable else {
      append(
        Setting(
          key: closed.key, path: closed.path, place: closed.place, value: .list(closed.entries)))
      return
    }
    let table = SettingTable(path: closed.path, place: closed.place, entries: closed.entries)
    if open.isEmpty {
      root = table
    } else {
      append(Setting(key: closed.key, path: closed.path, place: closed.place, value: .table(table)))
    }
  }

  private func add(_ origin: Origin, _ value: SettingValue) {
    append(
      Setting(key: origin.key ?? "", path: path(of: origin), place: place(of: origin), value: value)
    )
  }

  private func append(_ setting: Setting) {
    open[open.count - 1].entries.append(setting)
  }

  private func path(of origin: Origin) -> SettingPath {
    guard let parent = open.last else { return .root }
    if let key = origin.key { return parent.path.appending(key) }
    return parent.path.appending(index: parent.entries.count)
  }

  private func place(of origin: Origin) -> SettingPlace {
    SettingPlace(file: file, line: Int(origin.line), column: Int(origin.column))
  }
}

/// The key and place of one thing told; the key is nil for elements of a list and for the root.
private struct Origin {
  let key: String?
  let line: UInt32
  let column: UInt32

  init(_ key: UnsafePointer<CChar>?, _ bytes: Int, _ line: UInt32, _ column: UInt32) {
    self.key = key.map { text($0, bytes) }
    self.line = line
    self.column = column
  }
}

/// The parser has checked that its texts are UTF-8; `bytes` is their length.
private func text(_ characters: UnsafePointer<CChar>, _ bytes: Int) -> String {
  String(decoding: UnsafeRawBufferPointer(start: characters, count: bytes), as: UTF8.self)
}

extension SettingBuilder {
  /// The C functions that tell `builder`. It is not retained: keep it alive while the parser runs.
  static func visitor(of builder: SettingBuilder) -> ctoml_visitor {
    ctoml_visitor(
      context: Unmanaged.passUnretained(builder).toOpaque(),
      begin_table: { SettingBuilder.of($0).begin(Origin($1, $2, $3, $4), isTable: true) },
      begin_array: { SettingBuilder.of($0).begin(Origin($1, $2, $3, $4), isTable: false) },
      end: { SettingBuilder.of($0).end() },
      string: { SettingBuilder.of($0).add(Origin($1, $2, $3, $4), .string(text($5!, $6))) },
      integer: { SettingBuilder.of($0).add(Origin($1, $2, $3, $4), .integer($5)) },
      number: { SettingBuilder.of($0).add(Origin($1, $2, $3, $4), .number($5)) },
      boolean: { SettingBuilder.of($0).add(Origin($1, $2, $3, $4), .boolean($5)) },
      date_time: { SettingBuilder.of($0).add(Origin($1, $2, $3, $4), .dateTime(text($5!, $6))) })
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> SettingBuilder {
    Unmanaged<SettingBuilder>.fromOpaque(context!).takeUnretainedValue()
  }
}
