/// What a Request or Response holds, found by protobuf's rules for a oneof: of different members
/// the last one on the wire counts, and one that repeats is merged, which for encoded messages
/// means joined end to end.
public struct Envelope<Kind: OneofKind> {
  public let kind: Kind
  private let payload: Payload

  /// Borrowed from the frame wherever it lies there in one piece, which is always so in practice.
  private enum Payload {
    case borrowed(UnsafeRawBufferPointer)
    case merged([UInt8])
  }

  /// Opens the message of one frame. It borrows `body`, which must outlive it.
  ///
  /// - Throws: `.noMessage` when it holds none of the known messages, or what is wrong with its
  ///   bytes.
  public init(opening body: UnsafeRawBufferPointer) throws(WireFault) {
    var reader = WireReader(body, in: Kind.place)
    var found: Kind?
    var first = UnsafeRawBufferPointer(start: nil, count: 0)
    // The parts joined, where there are several. Appended to in place: a frame may hold millions.
    var joined: [UInt8] = []
    var isJoined = false
    while let tag = try reader.nextTag() {
      guard tag.type == .lengthDelimited, let kind = Kind(rawValue: tag.number) else {
        try reader.skip(tag)
        continue
      }
      let bytes = try reader.lengthDelimited()
      if kind == found {
        if !isJoined { joined = Array(first) }
        isJoined = true
        joined += bytes
      } else {
        found = kind
        first = bytes
        isJoined = false
      }
    }
    guard let found else { throw WireFault(.noMessage, in: Kind.place) }
    kind = found
    payload = isJoined ? .merged(joined) : .borrowed(first)
  }

  /// Decodes the message inside.
  public func decode<Message: WireMessage>(
    as message: Message.Type = Message.self
  ) throws(WireFault) -> Message {
    switch payload {
    case .borrowed(let bytes): try Message(decoding: bytes)
    case .merged(let bytes): try Message(decoding: bytes)
    }
  }

  /// Appends a frame of the usual shape with the same message inside: the member's tag and length
  /// in their shortest form, and nothing else.
  public func appendCanonicalFrame(to frame: inout [UInt8]) {
    let count: Int
    switch payload {
    case .borrowed(let bytes): count = bytes.count
    case .merged(let bytes): count = bytes.count
    }
    let tag = WireTag(kind.rawValue, .lengthDelimited)
    let body = Varint.byteCount(tag.encoded) + Varint.byteCount(count) + count
    Framing.append(to: &frame, count: body) { writer in
      writer.varint(tag.encoded)
      writer.varint(UInt64(count))
      switch payload {
      case .borrowed(let bytes): writer.raw(bytes)
      case .merged(let bytes): bytes.withUnsafeBytes { writer.raw($0) }
      }
    }
  }
}

public typealias RequestEnvelope = Envelope<RequestKind>
public typealias ResponseEnvelope = Envelope<ResponseKind>
