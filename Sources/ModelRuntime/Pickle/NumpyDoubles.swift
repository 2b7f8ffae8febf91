/// An array's elements as doubles, in C order: read where they lie in the file if they are doubles
/// there, else copied out.
///
/// Alive only within the load, as the document is.
struct NumpyDoubles {
  private enum Storage {
    case file(UnsafeRawBufferPointer)
    case copy([Double])
  }

  private let document: PickleDocument
  private let storage: Storage
  let count: Int

  /// Nil for text, objects and records.
  init?(_ array: NumpyArray) throws(ModelError) {
    document = array.document
    count = array.count
    if let bytes = array.plainDoubles {
      try document.pay(bytes.count)
      storage = .file(bytes)
    } else {
      guard let values = try array.doubles() else { return nil }
      storage = .copy(values)
    }
  }

  @inline(__always)
  subscript(index: Int) -> Double {
    precondition(index >= 0 && index < count)
    switch storage {
    case .file(let bytes):
      return bytes.loadUnaligned(fromByteOffset: index &* 8, as: Double.self)
    case .copy(let values): return values[index]
    }
  }
}
