import UDFWire

/// Points kept beyond the handler's call, in their encoded form: for handlers that look at a batch as a
/// whole.
public struct PointStore {
  /// A batch that is larger cannot be held whole.
  public static let maximumBytes = 64 << 20

  // Invariant: `bytes` are the frames of the points, one after the other, and `entries` says where.
  /// The frames, one after the other: what a snapshot keeps.
  public private(set) var bytes: [UInt8] = []
  private var entries: [FrameEntry] = []

  public init() {}

  public var count: Int { entries.count }
  public var isEmpty: Bool { entries.isEmpty }

  /// Forgets the points and keeps the memory.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
  }

  /// - Returns: false where it would hold more than `maximumBytes`. One point alone always fits.
  public mutating func append(_ point: PointView) -> Bool {
    let start = bytes.count
    guard isEmpty || start + point.frameBytes <= Self.maximumBytes else { return false }
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: point.frame, count: point.frameBytes))
    entries.append(
      FrameEntry(
        frame: UInt32(start), body: UInt32(start + (point.body - point.frame)),
        end: UInt32(bytes.count)))
    return true
  }

  /// Takes over frames that were kept, one after the other; nil where they are none.
  public init?(frames: [UInt8]) {
    self.init()
    let isWhole = frames.withUnsafeBytes { source in
      var offset = 0
      while offset < source.count {
        guard let extent = try? Framing.next(in: source, at: offset),
          let view = PointView(
            frame: UnsafeRawBufferPointer(rebasing: source[offset..<extent.end])),
          append(view)
        else { return false }
        offset = extent.end
      }
      return true
    }
    if !isWhole { return nil }
  }

  /// The points as a burst, valid during the call; nil where there are none.
  public func withBurst<Result>(_ body: (PointBurst) throws -> Result) rethrows -> Result? {
    guard !isEmpty else { return nil }
    return try bytes.withUnsafeBytes { bytes in
      try entries.withUnsafeBufferPointer { entries in
        // Neither is empty, so that both have an address.
        try body(
          PointBurst(
            base: bytes.baseAddress!, entries: entries.baseAddress!, count: entries.count))
      }
    }
  }
}
