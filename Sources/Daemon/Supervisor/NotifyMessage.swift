/// A message over the notify socket: lines `KEY=VALUE`.
struct NotifyMessage: Equatable {
  private let fields: [(key: Substring, value: Substring)]

  init(_ text: String) {
    fields = text.split(separator: "\n").compactMap { line in
      guard let equals = line.firstIndex(of: "=") else { return nil }
      return (line[..<equals], line[line.index(after: equals)...])
    }
  }

  subscript(key: String) -> String? {
    fields.first { $0.key == key }.map { String($0.value) }
  }

  func isSet(_ key: String) -> Bool { self[key] == "1" }

  static func == (a: NotifyMessage, b: NotifyMessage) -> Bool {
    a.fields.elementsEqual(b.fields, by: ==)
  }
}
