/// One entry of a `map<string, string>`. Key and value are written even when empty, as every
/// implementation does.
struct StringEntry: WireEncodable {
  let key: String
  let value: String

  func encode<Sink: WireSink>(to sink: inout Sink) {
    sink.string(1, key)
    sink.string(2, value)
  }
}
