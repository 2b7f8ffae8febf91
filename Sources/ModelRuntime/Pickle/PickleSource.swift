import Locks

/// The bytes of a pickle: all in memory, or in a file of which is read what is asked for.
///
/// A forest's file is arrays nearly throughout, and each is asked for once. They are read when they are, into memory that
/// the next one takes over: fresh pages for the whole file would cost twice what reading it does. What lies between them
/// goes to its place in an address space as long as the file, a few pages of which are ever there.
///
/// Unchecked: the machine alone fetches; afterwards nothing writes to `bytes`, and long runs are read into memory that one
/// thread has at a time.
final class PickleSource: @unchecked Sendable {
  /// As long as the pickle; only what was fetched may be looked at.
  let bytes: UnsafeRawBufferPointer
  private let file: ModelFile?
  private let space: PageMemory?
  /// What long runs were read into.
  private let spare = Lock<[PageMemory]>([])

  /// From this length on the bytes of an array stay in the file until they are asked for.
  let longRunBytes: Int
  static let defaultLongRunBytes = 4096
  private static let pageBytes = 4096
  /// Pieces grow to this size while the machine goes through what has no long runs.
  private static let largestPieceBytes = 256 << 10
  private static let smallestPieceBytes = 1024
  private var pieceBytes = smallestPieceBytes

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    longRunBytes = .max
    file = nil
    space = nil
  }

  init(
    _ file: ModelFile, longRunBytes: Int = PickleSource.defaultLongRunBytes
  ) throws(ModelError) {
    guard let space = PageMemory(bytes: file.count, isLasting: false) else {
      throw PickleSource.noMemory
    }
    self.file = file
    self.space = space
    self.longRunBytes = longRunBytes
    bytes = UnsafeRawBufferPointer(start: space.start, count: file.count)
  }

  deinit {
    space?.release()
    spare.withLock { spare in for memory in spare { memory.release() } }
  }

  var isInMemory: Bool { file == nil }

  /// Sees to it that the bytes of `wanted` can be looked at.
  ///
  /// - Parameter isNext: they follow what was fetched last; else bytes were left out in between.
  /// - Returns: up to where they can be now: the end of a page, or of the pickle.
  func fetch(_ wanted: Range<Int>, isNext: Bool) throws(ModelError) -> Int {
    guard let file, let space else { return bytes.count }
    pieceBytes =
      isNext
      ? min(2 * pieceBytes, PickleSource.largestPieceBytes) : PickleSource.smallestPieceBytes
    let least = max(wanted.upperBound, wanted.lowerBound + pieceBytes)
    let end = min(bytes.count, (least | (PickleSource.pageBytes - 1)) + 1)
    try file.read(
      into: UnsafeMutableRawBufferPointer(
        start: space.start + wanted.lowerBound, count: end - wanted.lowerBound),
      at: wanted.lowerBound)
    return end
  }

  /// Lends bytes that have not been fetched, for the time of the call.
  func withUnfetched<Output>(
    _ run: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(ModelError) -> Output
  ) throws(ModelError) -> Output {
    guard let file else { return try body(UnsafeRawBufferPointer(rebasing: bytes[run])) }
    // Taken for the time of the call, which may ask for another run, as may other threads.
    guard let memory = takeSpare(run.count) else { throw PickleSource.noMemory }
    defer { spare.withLock { $0.append(memory) } }
    let room = UnsafeMutableRawBufferPointer(start: memory.start, count: run.count)
    try file.read(into: room, at: run.lowerBound)
    return try body(UnsafeRawBufferPointer(room))
  }

  private func takeSpare(_ count: Int) -> PageMemory? {
    let memory = spare.withLock { $0.popLast() }
    if let memory, memory.bytes >= count { return memory }
    memory?.release()
    // Room for runs that are somewhat larger, so that trees of different sizes do not each need their own.
    return PageMemory(bytes: max(2 * count, PickleSource.largestPieceBytes), isLasting: false)
  }

  private static var noMemory: ModelError {
    ModelError(.tooLarge, cause: "needs more memory than there is")
  }
}
