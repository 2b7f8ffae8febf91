/// Text inside an encoded point: where it lies and how long it is. Valid as long as the point's
/// bytes, that is, during the handler's call.
///
/// Reading it costs nothing; `String(text)` makes an owned copy. What comes from Kapacitor is UTF-8
/// already and is not proved again here; a copy replaces what is not.
public struct BorrowedString {
  // Unsafe because it points into the connection's buffer: a copy per look-up is what this type is
  // there to avoid.
  public let start: UnsafeRawPointer
  /// In bytes.
  public let count: Int

  @inlinable
  public init(start: UnsafeRawPointer, count: Int) {
    self.start = start
    self.count = count
  }

  public static var empty: BorrowedString {
    // Never read from: no bytes, but a pointer that is not null.
    BorrowedString(start: UnsafeRawPointer(bitPattern: 1)!, count: 0)
  }

  @inlinable public var isEmpty: Bool { count == 0 }

  @inlinable
  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  /// Whether the bytes are UTF-8. Always so for what Kapacitor sent.
  public var isUTF8: Bool {
    let bytes = UnsafeBufferPointer(
      start: start.assumingMemoryBound(to: UInt8.self), count: count)
    return (try? UTF8Span(validating: bytes.span)) != nil
  }

  /// Compared by bytes, as names are told apart everywhere in the protocol.
  @inlinable
  public static func == (left: BorrowedString, right: BorrowedString) -> Bool {
    left.count == right.count && left.bytes.elementsEqual(right.bytes)
  }

  @inlinable
  public static func == (left: BorrowedString, right: String) -> Bool {
    left.count == right.utf8.count && left.bytes.elementsEqual(right.utf8)
  }

  @inlinable
  public static func != (left: BorrowedString, right: String) -> Bool { !(left == right) }
}

extension BorrowedString: Equatable {}

extension BorrowedString: CustomStringConvertible {
  public var description: String { String(self) }
}

extension String {
  /// An owned copy; bytes that are not UTF-8 are replaced.
  public init(_ text: BorrowedString) { self = String(decoding: text.bytes, as: UTF8.self) }
}
