/// A message from a UDF to Kapacitor.
public enum Response: Sendable, Equatable {
  case info(InfoResponse)
  case initialize(InitResponse)
  case keepalive(KeepaliveResponse)
  case snapshot(SnapshotResponse)
  case restore(RestoreResponse)
  case error(ErrorResponse)
  case begin(BeginBatch)
  case point(Point)
  case end(EndBatch)

  public var kind: ResponseKind {
    switch self {
    case .info: .info
    case .initialize: .initialize
    case .keepalive: .keepalive
    case .snapshot: .snapshot
    case .restore: .restore
    case .error: .error
    case .begin: .begin
    case .point: .point
    case .end: .end
    }
  }
}

extension Response: WireMessage {
  public init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault) {
    let envelope = try ResponseEnvelope(opening: bytes)
    switch envelope.kind {
    case .info: self = .info(try envelope.decode())
    case .initialize: self = .initialize(try envelope.decode())
    case .keepalive: self = .keepalive(try envelope.decode())
    case .snapshot: self = .snapshot(try envelope.decode())
    case .restore: self = .restore(try envelope.decode())
    case .error: self = .error(try envelope.decode())
    case .begin: self = .begin(try envelope.decode())
    case .point: self = .point(try envelope.decode())
    case .end: self = .end(try envelope.decode())
    }
  }

  public func encode<Sink: WireSink>(to sink: inout Sink) {
    let number = kind.rawValue
    switch self {
    case .info(let message): sink.message(number, message)
    case .initialize(let message): sink.message(number, message)
    case .keepalive(let message): sink.message(number, message)
    case .snapshot(let message): sink.message(number, message)
    case .restore(let message): sink.message(number, message)
    case .error(let message): sink.message(number, message)
    case .begin(let message): sink.message(number, message)
    case .point(let message): sink.message(number, message)
    case .end(let message): sink.message(number, message)
    }
  }
}
