/// Owns the memory behind a `NameIndex`. Immutable once made, hence safe to share.
final class NameMemory: @unchecked Sendable {
  let index: NameIndex
  private let names: UnsafeMutablePointer<NameIndex.Name>
  private let bytes: UnsafeMutableRawPointer
  private let buckets: UnsafeMutablePointer<UInt16>?

  /// No names: what most tables have for tags.
  static let none = NameMemory(checked: [])

  convenience init(_ strings: [String]) throws(WireFault) {
    try Self.check(strings)
    self.init(checked: strings)
  }

  private init(checked strings: [String]) {
    let count = strings.count
    names = .allocate(capacity: max(1, count))
    bytes = .allocate(byteCount: max(1, strings.reduce(0) { $0 + $1.utf8.count }), alignment: 8)
    var next = bytes
    for (place, string) in strings.enumerated() {
      var string = string
      let length = string.withUTF8 { utf8 in
        if let address = utf8.baseAddress {
          next.copyMemory(from: address, byteCount: utf8.count)
        }
        return utf8.count
      }
      (names + place).initialize(to: NameIndex.Name(bytes: next, length: length))
      next += length
    }
    var mask = 0
    if count > NameIndex.hashedFrom {
      var size = 16
      while size < 4 * count { size *= 2 }
      mask = size - 1
      let table = UnsafeMutablePointer<UInt16>.allocate(capacity: size)
      table.initialize(repeating: 0, count: size)
      for place in 0..<count {
        let name = names[place]
        var bucket = NameIndex.hash(name.length, name.first, name.last) & mask
        while table[bucket] != 0 { bucket = (bucket + 1) & mask }
        table[bucket] = UInt16(place + 1)
      }
      buckets = table
    } else {
      buckets = nil
    }
    index = NameIndex(
      names: UnsafePointer(names), count: count, buckets: buckets.map { UnsafePointer($0) },
      bucketMask: mask, lengths: strings.reduce(0) { $0 | 1 &<< UInt64($1.utf8.count) })
  }

  var strings: [String] {
    (0..<index.count).map { place in
      String(
        decoding: UnsafeRawBufferPointer(start: names[place].bytes, count: names[place].length),
        as: UTF8.self)
    }
  }

  /// Where a name stands; nil where it does not.
  func place(of name: String) -> Int? {
    var name = name
    let place = name.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      return index.find(bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!, bytes.count)
    }
    return place < 0 ? nil : place
  }

  private static func check(_ strings: [String]) throws(WireFault) {
    guard strings.count <= WireLimits.maximumNames else {
      throw WireFault(
        .tooManyNames, in: .names, actual: strings.count, limit: WireLimits.maximumNames)
    }
    var seen: Set<NameBytes> = []
    for string in strings {
      guard string.utf8.count <= WireLimits.maximumNameBytes else {
        throw WireFault(
          .nameTooLong, in: .names, actual: string.utf8.count, limit: WireLimits.maximumNameBytes)
      }
      guard seen.insert(NameBytes(string)).inserted else {
        throw WireFault(.duplicateName, in: .names)
      }
    }
  }

  deinit {
    names.deallocate()
    bytes.deallocate()
    buckets?.deallocate()
  }
}
