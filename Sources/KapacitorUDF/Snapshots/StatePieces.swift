/// State in pieces that follow each other. Large arrays are pieces as they are: they are shared with the handler until
/// somebody copies them to where they are kept.
public struct StatePieces: Sendable {
  private enum Piece: Sendable {
    case bytes([UInt8])
    case doubles([Double])
  }

  /// From so many bytes on an array is a piece of its own: below it a copy costs less.
  static let sharedBytes = 1024

  private var pieces: [Piece] = []
  // Invariant: the bytes of all pieces.
  public private(set) var count = 0

  init() {}

  init(_ bytes: [UInt8]) { append(bytes) }

  mutating func append(_ bytes: [UInt8]) {
    if bytes.isEmpty { return }
    pieces.append(.bytes(bytes))
    count += bytes.count
  }

  /// The doubles as they lie in memory.
  mutating func append(_ doubles: [Double]) {
    if doubles.isEmpty { return }
    pieces.append(.doubles(doubles))
    count += doubles.count * MemoryLayout<Double>.size
  }

  mutating func append(_ other: StatePieces) {
    pieces += other.pieces
    count += other.count
  }

  /// Lends each piece's bytes in turn.
  public func withEachPiece(_ body: (UnsafeRawBufferPointer) -> Void) {
    for piece in pieces {
      switch piece {
      case .bytes(let bytes): bytes.withUnsafeBytes(body)
      case .doubles(let doubles): doubles.withUnsafeBytes(body)
      }
    }
  }

  /// All of them in one array.
  public var joined: [UInt8] {
    if pieces.count == 1, case .bytes(let bytes) = pieces[0] { return bytes }
    var all: [UInt8] = []
    all.reserveCapacity(count)
    withEachPiece { all.append(contentsOf: $0) }
    return all
  }
}
