/// What has been inflated so far: grows geometrically with what really came out, up to a limit.
struct InflatedBytes {
  private let format: Compression
  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private static let firstBytes = 1 << 20

  init(_ format: Compression, compressedBytes: Int, limits: ModelLimits) {
    self.format = format
    limit = limits.inflatedBytes(from: compressedBytes)
  }

  /// Has `body` write behind what is there; it returns how many bytes it wrote.
  mutating func extend(
    _ body: (UnsafeMutablePointer<UInt8>, Int) -> Int
  ) throws(ModelError) {
    guard bytes.count < limit else {
      throw ModelError(
        .tooLarge, cause: "inflates to more than \(limit) bytes",
        remedy: "a model does not compress like this: check where the file comes from",
        position: "\(format.rawValue) stream")
    }
    let room = min(limit - bytes.count, max(bytes.count, InflatedBytes.firstBytes))
    let before = bytes.count
    // `append(addingCapacity:)` of an uninitialised tail is not public: zeros first, then the
    // stream over them. Doubling keeps this linear.
    bytes.append(contentsOf: repeatElement(0, count: room))
    let written = bytes.withUnsafeMutableBufferPointer { buffer in
      body(buffer.baseAddress! + before, room)
    }
    bytes.removeLast(room - written)
  }

  func damaged(_ cause: String) -> ModelError {
    ModelError(
      .damaged, cause: cause, remedy: "save or copy the file again",
      position: "\(format.rawValue) stream, after \(bytes.count) inflated bytes")
  }
}
