/// A protobuf message in owned memory.
public protocol WireMessage: WireEncodable, Sendable, Equatable {
  /// Decodes `bytes`, all of one message without any length in front.
  ///
  /// Fields may come in any order and repeat; unknown ones are skipped, and one with another wire
  /// type than expected counts as unknown.
  init(decoding bytes: UnsafeRawBufferPointer) throws(WireFault)
}

extension WireMessage {
  public init(decoding bytes: [UInt8]) throws(WireFault) {
    // A closure of withUnsafeBytes would lose the error's type.
    let result = bytes.withUnsafeBytes { buffer -> Result<Self, WireFault> in
      do throws(WireFault) { return .success(try Self(decoding: buffer)) } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }
}
