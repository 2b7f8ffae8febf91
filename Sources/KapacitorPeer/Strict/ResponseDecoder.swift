import UDFWire

/// Decodes one Response frame's message, with every string checked: what Kapacitor's protobuf refuses is a fault here.
enum ResponseDecoder {
  static func decode(_ message: UnsafeRawBufferPointer) throws(PeerFault) -> Response {
    guard !message.isEmpty else { throw PeerFault(.emptyFrame) }
    var cursor = WireCursor(message)
    var response: Response?
    var unknown: UInt64?
    while !cursor.isAtEnd {
      let (number, content) = try cursor.field()
      guard let read = try member(number, content) else {
        unknown = number
        continue
      }
      guard response == nil else { throw PeerFault(.severalMessages) }
      response = read
    }
    guard let response else { throw PeerFault(.unknownMessage(field: unknown)) }
    return response
  }

  /// A member of the oneof; nil for a field that Kapacitor does not know.
  private static func member(
    _ number: UInt64, _ content: WireCursor.Content
  ) throws(PeerFault) -> Response? {
    switch number {
    case 1: .info(try info(try content.bytes("Response.info")))
    case 2:
      .initialize(
        try outcome(try content.bytes("Response.init"), InitResponse.init(success:error:)))
    case 3:
      .keepalive(try keepalive(try content.bytes("Response.keepalive")))
    case 4: .snapshot(try snapshot(try content.bytes("Response.snapshot")))
    case 5:
      .restore(
        try outcome(try content.bytes("Response.restore"), RestoreResponse.init(success:error:)))
    case 6: .error(try error(try content.bytes("Response.error")))
    case 16: .begin(try begin(try content.bytes("Response.begin")))
    case 17: .point(try PointDecoder.decode(try content.bytes("Response.point")))
    case 18: .end(try end(try content.bytes("Response.end")))
    default: nil
    }
  }

  private static func info(_ bytes: UnsafeRawBufferPointer) throws(PeerFault) -> InfoResponse {
    var cursor = WireCursor(bytes)
    var info = InfoResponse()
    while !cursor.isAtEnd {
      let (number, content) = try cursor.field()
      switch number {
      case 1: info.wants = try edge(try content.integer("InfoResponse.wants"))
      case 2: info.provides = try edge(try content.integer("InfoResponse.provides"))
      case 3:
        let entry = try MapEntry(try content.bytes("InfoResponse.options"))
        let name = try entry.key?.string("an option's name") ?? ""
        let types = try entry.value.map(optionTypes) ?? []
        info.options[name] = OptionInfo(valueTypes: types)
      default: break
      }
    }
    return info
  }

  private static func edge(_ number: Int64) throws(PeerFault) -> EdgeType {
    guard let edge = EdgeType(rawValue: Int32(truncatingIfNeeded: number)) else {
      throw PeerFault(.malformed("edge type \(number)"))
    }
    return edge
  }

  /// An OptionInfo's types, packed or not.
  private static func optionTypes(
    _ content: WireCursor.Content
  ) throws(PeerFault) -> [ValueType] {
    var cursor = WireCursor(try content.bytes("InfoResponse.options"))
    var types: [ValueType] = []
    while !cursor.isAtEnd {
      let (number, content) = try cursor.field()
      guard number == 1 else { continue }
      if case .bytes(let packed) = content {
        var numbers = WireCursor(packed)
        while !numbers.isAtEnd {
          types.append(try valueType(Int64(bitPattern: try numbers.varint())))
        }
      } else {
        types.append(try valueType(try content.integer("OptionInfo.valueTypes")))
      }
    }
    return types
  }

  private static func valueType(_ number: Int64) throws(PeerFault) -> ValueType {
    guard let type = ValueType(rawValue: Int32(truncatingIfNeeded: number)) else {
      throw PeerFault(.malformed("option value type \(number)"))
    }
    return type
  }

  /// InitResponse and RestoreResponse have one shape.
  private static func outcome<Answer>(
    _ bytes: UnsafeRawBufferPointer, _ make: (Bool, String) -> Answer
  ) throws(PeerFault) -> Answer {
    var cursor = WireCursor(bytes)
    var success = false
    var error = ""
    while !cursor.isAtEnd {
      let (number, content) = try cursor.field()
      switch number {
      case 1: success = try content.boolean("success")
      case 2: error = try content.string("the error text")
      default: break
      }
    }
    return make(success, error)
  }

  private static func keepalive(_ bytes: UnsafeRawBufferPointer) throws(PeerFault)
    -> KeepaliveResponse
  {
    var cursor = WireCursor(bytes)
    var time: Int64 = 0
    while !cursor.isAtEnd {
      let (number, content) = try cursor.field()
      if number == 1 { time = try content.integer("KeepaliveResponse.time") }
    }
    return KeepaliveResponse(timeNanoseconds: time)
  }

  private static func snapshot(_ bytes: UnsafeRawBufferPointer) throws(PeerFault)
    -> SnapshotResponse
  {
    var cursor = WireCursor(bytes)
    var snapshot: [UInt8] = []
    while !cursor.isAtEnd {
      let (number, content) = try cursor.field()
      if number == 1 { snapshot = Array(try content.bytes("SnapshotResponse.snapshot")) }
    }
    return SnapshotResponse(snapshot: snapshot)
  }

  private static func error(_ bytes: UnsafeRawBufferPointer) throws(PeerFault) -> ErrorResponse {
    var cursor = WireCursor(bytes)
    var text = ""
    while !cursor.isAtEnd {
      let (number, content) = try cursor.field()
      if number == 1 { text = try content.string("the error text") }
    }
    return ErrorResponse(error: text)
  }

  private static func begin(_ bytes: UnsafeRawBufferPointer) throws(PeerFault) -> BeginBatch {
    var cursor = WireCursor(bytes)
    var begin = BeginBatch()
    while !cursor.isAtEnd {
      let (number, content) = try cursor.field()
      switch number {
      case 1: begin.name = try content.string("BeginBatch.name")
      case 2: begin.group = try content.string("BeginBatch.group")
      case 3: try begin.tags.takeTag(try content.bytes("BeginBatch.tags"))
      case 4: begin.size = try content.integer("BeginBatch.size")
      case 5: begin.byName = try content.boolean("BeginBatch.byName")
      default: break
      }
    }
    return begin
  }

  private static func end(_ bytes: UnsafeRawBufferPointer) throws(PeerFault) -> EndBatch {
    var cursor = WireCursor(bytes)
    var end = EndBatch()
    while !cursor.isAtEnd {
      let (number, content) = try cursor.field()
      switch number {
      case 1: end.name = try content.string("EndBatch.name")
      case 2: end.group = try content.string("EndBatch.group")
      case 3: end.maximumTimeNanoseconds = try content.integer("EndBatch.tmax")
      case 4: try end.tags.takeTag(try content.bytes("EndBatch.tags"))
      case 5: end.byName = try content.boolean("EndBatch.byName")
      default: break
      }
    }
    return end
  }
}
