/// A table of the configuration, its entries in the order in which they were written (the `let` values
/// of a UDF are evaluated in that order).
public struct SettingTable: Sendable {
  public let path: SettingPath
  public let place: SettingPlace?
  /// Keys are unique.
  public let entries: [Setting]

  public init() {
    self.init(path: .root, place: nil, entries: [])
  }

  public init(path: SettingPath, place: SettingPlace? = nil, entries: [Setting] = []) {
    self.path = path
    self.place = place
    self.entries = entries
  }

  /// A table written in code. Of a repeated key the last value counts.
  public init(_ values: [(String, SettingValue)], path: SettingPath = .root) {
    var entries: [Setting] = []
    for (key, value) in values {
      let keyPath = path.appending(key)
      let setting = Setting(
        key: key, path: keyPath, place: nil, value: value.rerooted(at: keyPath))
      if let index = entries.firstIndex(where: { $0.key == key }) {
        entries[index] = setting
      } else {
        entries.append(setting)
      }
    }
    self.init(path: path, place: nil, entries: entries)
  }

  public var keys: [String] { entries.map(\.key) }

  public subscript(key: String) -> Setting? {
    entries.first { $0.key == key }
  }

  /// An error about a key of this table, or about the table itself where the key is not there.
  public func error(_ key: String, _ problem: String, remedy: String? = nil) -> SettingError {
    SettingError(
      place: self[key]?.place ?? place, path: path.appending(key), problem: problem, remedy: remedy)
  }

  /// The same keys with the same values in the same order, wherever they stand.
  public func hasSameContent(as other: SettingTable) -> Bool {
    entries.count == other.entries.count
      && zip(entries, other.entries).allSatisfy { mine, theirs in
        mine.key == theirs.key && mine.value.hasSameContent(as: theirs.value)
      }
  }

  /// This table with one value put in place of, or beside, what it holds: how a flag or an environment
  /// variable comes before the file. `place` says where the value came from.
  public func setting(_ key: String, to value: SettingValue, place: SettingPlace?) -> SettingTable {
    let keyPath = path.appending(key)
    let setting = Setting(key: key, path: keyPath, place: place, value: value.rerooted(at: keyPath))
    var entries = entries
    if let index = entries.firstIndex(where: { $0.key == key }) {
      entries[index] = setting
    } else {
      entries.append(setting)
    }
    return SettingTable(path: path, place: self.place, entries: entries)
  }

  func rerooted(at newPath: SettingPath) -> SettingTable {
    SettingTable(
      path: newPath, place: place,
      entries: entries.map { $0.rerooted(at: newPath.appending($0.key)) })
  }
}

extension SettingTable: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, SettingValue)...) {
    self.init(elements)
  }
}
