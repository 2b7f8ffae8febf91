import UDFWire

/// What must be known to go on with a connection in another process, beside the handler's own state
/// (`UDFSession.checkpoint`) and the bytes that were not consumed.
///
/// The layout (little-endian): format version (UInt16), UDF name, phase (UInt8), Init as its protobuf
/// message (empty: none), turn of the input's batch (UInt8, 0: outside of one) and its Begin, the
/// output's open Begin with a flag in front, latest time (Int64), CRC-32 of all before.
public struct SessionState: Sendable, Equatable {
  public static let formatVersion: UInt16 = 1

  public let udfName: String
  public let phase: SessionPhase
  public let initialization: InitRequest?
  let inputTurn: InputTurn?
  /// The batch that Kapacitor had begun and not ended.
  public let inputBatch: BeginBatch?
  let openBatch: BeginBatch?
  let latestTimeNanoseconds: Int64

  init(
    udfName: String, phase: SessionPhase, initialization: InitRequest?, inputTurn: InputTurn?,
    inputBatch: BeginBatch?, openBatch: BeginBatch?, latestTimeNanoseconds: Int64
  ) {
    self.udfName = udfName
    self.phase = phase
    self.initialization = initialization
    self.inputTurn = inputTurn
    self.inputBatch = inputBatch
    self.openBatch = openBatch
    self.latestTimeNanoseconds = latestTimeNanoseconds
  }

  public func encoded() -> [UInt8] {
    var writer = StateWriter()
    writer.write(Self.formatVersion)
    writer.write(udfName)
    writer.write(phase.rawValue)
    writer.write(initialization != nil)
    writer.write(initialization?.encoded() ?? [])
    writer.write(inputTurn?.rawValue ?? 0)
    writer.write(inputBatch?.encoded() ?? [])
    writer.write(openBatch != nil)
    writer.write(openBatch?.encoded() ?? [])
    writer.write(latestTimeNanoseconds)
    writer.write(Checksum.crc32(writer.bytes))
    return writer.bytes
  }

  /// - Throws: `SnapshotError` for damaged bytes and other versions. Nothing is guessed.
  public init(decoding bytes: [UInt8]) throws(SnapshotError) {
    var tail = StateReader(Array(bytes.suffix(4)))
    guard bytes.count > 4, try tail.int(UInt32.self) == Checksum.crc32(bytes.dropLast(4)) else {
      throw SnapshotError("the session's state is damaged: its checksum does not fit")
    }
    var reader = StateReader(bytes.dropLast(4))
    let version = try reader.int(UInt16.self)
    guard version == Self.formatVersion else {
      throw SnapshotError(
        "the session's state has format \(version), this udfd reads \(Self.formatVersion)")
    }
    udfName = try reader.string()
    guard let phase = SessionPhase(rawValue: try reader.int(UInt8.self)) else { throw Self.damaged }
    self.phase = phase
    let hasInitialization = try reader.bool()
    let request: InitRequest = try Self.message(try reader.byteArray())
    initialization = hasInitialization ? request : nil
    let turn = try reader.int(UInt8.self)
    inputTurn = InputTurn(rawValue: turn)
    let begin: BeginBatch = try Self.message(try reader.byteArray())
    inputBatch = inputTurn == nil ? nil : begin
    let isOpen = try reader.bool()
    let open: BeginBatch = try Self.message(try reader.byteArray())
    openBatch = isOpen ? open : nil
    latestTimeNanoseconds = try reader.int()
    try reader.finish()
    guard turn == 0 || inputTurn != nil,
      (phase == .opening) == (initialization == nil) || phase == .finished
    else { throw Self.damaged }
  }

  private static let damaged = SnapshotError("the session's state contradicts itself")

  private static func message<Message: WireMessage>(
    _ bytes: [UInt8]
  ) throws(SnapshotError) -> Message {
    do { return try Message(decoding: bytes) } catch {
      throw SnapshotError("the session's state is damaged: \(error)")
    }
  }
}
