extension WireReader {
  /// Reads one entry of a `map<string, V>`: key [1], value [2], in any order, either of them
  /// possibly missing (nil: the type's default) or repeated (the last one counts).
  ///
  /// - Parameter value: reads the value of field 2 when its wire type is `valueType`.
  package mutating func mapEntry<Value>(
    in place: WireFault.Place, valueType: WireType,
    value: (inout WireReader) throws(WireFault) -> Value
  ) throws(WireFault) -> (key: String, value: Value?) {
    var entry = WireReader(try lengthDelimited(), in: place)
    var key = ""
    var found: Value?
    while let tag = try entry.nextTag() {
      if tag.number == 1 && tag.type == .lengthDelimited {
        key = try entry.string()
      } else if tag.number == 2 && tag.type == valueType {
        found = try value(&entry)
      } else {
        try entry.skip(tag)
      }
    }
    return (key, found)
  }

  /// Reads one entry of a `map<string, string>` into `map`.
  package mutating func tagEntry(
    into map: inout OrderedMap<String>, in place: WireFault.Place
  ) throws(WireFault) {
    try checkRoom(in: map.count, limit: WireLimits.maximumMapEntries)
    let entry = try mapEntry(in: place, valueType: .lengthDelimited) {
      (reader: inout WireReader) throws(WireFault) in try reader.string()
    }
    map[entry.key] = entry.value ?? ""
  }
}
