/// A message from Kapacitor to a UDF.
public enum Request: Sendable, Equatable {
  case info
  case initialize(InitRequest)
  case keepalive(KeepaliveRequest)
  case snapshot
  case restore(RestoreRequest)
  case begin(BeginBatch)
  case point(Point)
  case end(EndBatch)

  public var kind: RequestKind {
    switch self {
    case .info: .info
    case .initialize: .initialize
    case .keepalive: .keepalive
    case .snapshot: .snapshot
    case .restore: .restore
    case .begin: .begin
    case .point: .point
    case .end: .end
    }
  }
}

extension Request: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    let envelope = try RequestEnvelope(opening: bytes)
    switch envelope.kind {
    case .info:
      _ = try envelope.decode(as: EmptyMessage.self)
      self = .info
    case .initialize: self = .initialize(try envelope.decode())
    case .keepalive: self = .keepalive(try envelope.decode())
    case .snapshot:
      _ = try envelope.decode(as: EmptyMessage.self)
      self = .snapshot
    case .restore: self = .restore(try envelope.decode())
    case .begin: self = .begin(try envelope.decode())
    case .point: self = .point(try envelope.decode())
    case .end: self = .end(try envelope.decode())
    }
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    let number = kind.rawValue
    switch self {
    case .info, .snapshot: sink.message(number, EmptyMessage())
    case .initialize(let message): sink.message(number, message)
    case .keepalive(let message): sink.message(number, message)
    case .restore(let message): sink.message(number, message)
    case .begin(let message): sink.message(number, message)
    case .point(let message): sink.message(number, message)
    case .end(let message): sink.message(number, message)
    }
  }
}
