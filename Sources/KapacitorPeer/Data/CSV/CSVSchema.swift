/// What each column of a CSV file is, as its header and the caller's wishes say.
struct CSVSchema {
  enum Role: Equatable {
    case time
    case tag
    /// `type` is nil until it was told from the values.
    case field(type: ColumnType?)
    case ignored
  }

  private(set) var names: [String]
  private(set) var roles: [Role]

  /// - Parameter tokenizer: stands at the header.
  init(header tokenizer: CSVTokenizer, format: CSVFormat) throws(DataError) {
    names = []
    for index in 0..<tokenizer.count {
      let name = try tokenizer.text(index)
      guard !name.isEmpty else {
        throw tokenizer.error(
          "a column without a name", column: String(index + 1), "give it one in the header")
      }
      guard !names.contains(name) else {
        throw tokenizer.error("a second column of this name", column: name, "rename one of them")
      }
      names.append(name)
    }
    let spoken = format.tags + format.ignored + format.types.keys
    let timeColumn =
      format.timeColumn ?? Self.usualTimeColumn(in: names.filter { !spoken.contains($0) })
    let asked = spoken + [format.timeColumn].compactMap(\.self)
    for name in asked where !names.contains(name) {
      throw tokenizer.error(
        "no column \"\(name)\" in the header", "the columns are: \(names.joined(separator: ", "))")
    }
    roles = names.map { name in
      if name == timeColumn { return .time }
      if format.ignored.contains(name) { return .ignored }
      if format.tags.contains(name) { return .tag }
      return .field(type: format.types[name])
    }
    guard roles.contains(where: { if case .field = $0 { true } else { false } }) else {
      throw tokenizer.error(
        "no column is left to be a field", "a point needs a field beside its time and tags")
    }
  }

  var timeIndex: Int? { roles.firstIndex(of: .time) }

  /// Fields whose type is still to be told.
  var openColumns: [Int] { roles.indices.filter { roles[$0] == .field(type: nil) } }

  mutating func settle(_ column: Int, as type: ColumnType) { roles[column] = .field(type: type) }

  private static func usualTimeColumn(in names: [String]) -> String? {
    names.first { CSVFormat.usualTimeColumns.contains($0.lowercased()) }
  }
}
