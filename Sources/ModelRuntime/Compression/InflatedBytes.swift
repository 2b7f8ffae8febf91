import Glibc

/// What has been inflated so far: grows geometrically with what really came out, up to a limit.
///
/// Memory of its own rather than an array, which would have to be filled before the stream writes
/// over it.
final class InflatedBytes {
  private let format: Compression
  private let limit: Int
  private var memory: UnsafeMutableRawPointer?
  private var capacity = 0
  private(set) var count = 0
  private static let firstBytes = 1 << 20

  init(_ format: Compression, compressedBytes: Int, limits: ModelLimits) {
    self.format = format
    limit = limits.inflatedBytes(from: compressedBytes)
  }

  deinit {
    free(memory)
  }

  /// Valid as long as this object, until the next `extend`.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

  /// Has `body` write behind what is there; it returns how many bytes it wrote.
  func extend(
    _ body: (UnsafeMutablePointer<UInt8>, Int) -> Int
  ) throws(ModelError) {
    if count == capacity {
      guard count < limit else {
        throw ModelError(
          .tooLarge, cause: "inflates to more than \(limit) bytes",
          remedy: "a model does not compress like this: check where the file comes from",
          position: "\(format.rawValue) stream")
      }
      let wanted = min(limit, max(2 * capacity, InflatedBytes.firstBytes))
      guard let larger = realloc(memory, wanted) else {
        throw ModelError(
          .tooLarge, cause: "inflates to more memory than there is",
          position: "\(format.rawValue) stream")
      }
      memory = larger
      capacity = wanted
    }
    let free = (memory! + count).assumingMemoryBound(to: UInt8.self)
    let written = body(free, capacity - count)
    precondition(written >= 0 && written <= capacity - count)
    count += written
  }

  func damaged(_ cause: String) -> ModelError {
    ModelError(
      .damaged, cause: cause, remedy: "save or copy the file again",
      position: "\(format.rawValue) stream, after \(count) inflated bytes")
  }
}
