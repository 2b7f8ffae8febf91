import UDFWire

/// The codec: whatever bytes come, every way to read them agrees with every other.
enum CodecFuzz {
  static func run(_ bytes: [UInt8]) {
    messages(bytes)
    frames(bytes)
    point(bytes)
  }

  /// As one message: what was decoded encodes to something that decodes to the same.
  private static func messages(_ bytes: [UInt8]) {
    if let request = try? Request(decoding: bytes) {
      let encoded = request.encoded()
      check(
        (try? Request(decoding: encoded))?.encoded() == encoded, "a request changes on its way")
    }
    if let response = try? Response(decoding: bytes) {
      // An error's text is cut when it is encoded, once.
      let encoded = response.encoded()
      check(
        (try? Response(decoding: encoded))?.encoded() == encoded, "a response changes on its way")
    }
  }

  /// As frames: each lies within the bytes, and a burst collects no more than they hold.
  private static func frames(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count, let extent = try? Framing.next(in: buffer, at: offset) {
        check(extent.end > offset && extent.end <= buffer.count, "a frame leaves the bytes")
        let body = UnsafeRawBufferPointer(rebasing: buffer[extent.bodyStart..<extent.end])
        if let envelope = try? RequestEnvelope(opening: body) {
          var frame: [UInt8] = []
          envelope.appendCanonicalFrame(to: &frame)
          let canonical = frame.withUnsafeBytes { try? Framing.next(in: $0, at: 0) }
          check(canonical?.end == frame.count, "a canonical frame is none")
        }
        offset = extent.end
      }
      var table = BurstTable(capacity: 16)
      var room = 1 << 16
      let end = table.collect(from: buffer, at: 0, room: &room, slack: 64)
      check(end <= offset || offset == 0, "a burst holds more than whole frames")
    }
  }

  /// As a point: view, readings and edits against the decoded one.
  private static func point(_ bytes: [UInt8]) {
    let decoded = try? Point(decoding: bytes)
    let names = ["wind_speed", "", "abcdefghijklmnopq"] + (decoded?.fields.keys.prefix(3) ?? [])
    let tags = ["source", ""] + (decoded?.tags.keys.prefix(3) ?? [])
    guard let table = try? FieldTable(fields: unique(names), tags: unique(tags)) else { return }
    var readings = FieldReadings(table)
    let frame = pointFrame(bytes)
    frame.withUnsafeBytes { buffer in
      guard let view = PointView(frame: buffer) else { return check(false, "no point frame") }
      let isRead = (try? readings.read(view)) != nil
      if let decoded { check(isRead && agree(readings, decoded), "readings differ") }
      edits(view, readings: isRead ? readings : nil, table, decoded)
    }
  }

  private static func agree(_ readings: FieldReadings, _ point: Point) -> Bool {
    let table = readings.table
    for (slot, name) in table.fields.enumerated() where readings.value(slot) != point.fields[name] {
      return false
    }
    for (tag, name) in table.tags.enumerated() {
      let text = readings.string(table.fieldCount + tag).map { String($0) }
      if text.map({ Array($0.utf8) }) != point.tags[name].map({ Array($0.utf8) }) { return false }
    }
    return readings.timeNanoseconds == point.timeNanoseconds
  }

  private static func edits(
    _ view: PointView, readings: FieldReadings?, _ table: FieldTable, _ decoded: Point?
  ) {
    for known in [nil, table] {
      guard
        var edits = try? PointEdits(writing: table.fields, tags: table.tags, known: known)
      else { continue }
      edits.set(0, Int64.min)
      edits.remove(1)
      edits.set(2, "text")
      edits.removeTag(0)
      edits.setTag(1, "tag")
      edits.setTime(-1)
      let capacity = view.frameBytes + 512
      let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 1)
      defer { memory.deallocate() }
      var writer = ResponseWriter(base: memory.baseAddress!, capacity: capacity)
      guard (try? writer.pass(view, edits, readings: known == nil ? nil : readings)) != nil else {
        check(decoded == nil && writer.count == 0, "a sound point could not be edited")
        continue
      }
      let output = UnsafeRawBufferPointer(rebasing: memory.prefix(writer.count))
      guard let answer = PointView(frame: output) else {
        return check(false, "an edited point is no frame")
      }
      guard var expected = decoded else { continue }
      expected.fields[table.fields[0]] = .int(.min)
      expected.fields[table.fields[1]] = nil
      expected.fields[table.fields[2]] = .string("text")
      expected.tags[table.tags[0]] = nil
      expected.tags[table.tags[1]] = "tag"
      expected.timeNanoseconds = -1
      check((try? answer.decoded()) == expected, "an edit did something else")
    }
  }

  /// A frame of the usual shape around a point's bytes.
  private static func pointFrame(_ point: [UInt8]) -> [UInt8] {
    let message = [0x8a, 0x01] + varint(point.count) + point
    return varint(message.count) + message
  }

  private static func varint(_ value: Int) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func unique(_ names: [String]) -> [String] {
    var map = OrderedMap<Bool>()
    for name in names { map[name] = true }
    return map.keys
  }

  private static func check(_ holds: Bool, _ message: String) {
    if !holds { fatalError(message) }
  }
}
