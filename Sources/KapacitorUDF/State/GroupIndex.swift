import Glibc

/// Numbers groups by their names, at most so many: beyond the bound the one that was idle for longest
/// gives its number to the new one. Finding a known group allocates nothing.
@usableFromInline
struct GroupIndex {
  private struct Entry {
    var name: [UInt8]
    var hash: Int
    /// Neighbours by use: towards the longest idle, towards the latest; -1 at the ends.
    var older: Int
    var newer: Int
  }

  let maximum: Int
  private(set) var evicted: UInt64 = 0

  // Invariant: `places` is an open-addressing table of 2^n places, at most half of them taken, that
  // holds the number of every entry once (free: -1); `oldest` to `newest` is a list of all entries by
  // use (none: -1).
  private var entries: [Entry] = []
  private var places: [Int32] = Array(repeating: -1, count: 16)
  private var oldest = -1
  private var newest = -1
  /// Numbers of groups that were taken out and not given anew. Their entries are in neither of the two.
  private var free: [Int] = []

  init(maximum: Int) {
    precondition(maximum > 0 && maximum < Int(Int32.max))
    self.maximum = maximum
  }

  var count: Int { entries.count - free.count }

  /// All numbers, the longest idle first.
  var byUse: [Int] {
    var numbers: [Int] = []
    numbers.reserveCapacity(entries.count)
    var number = oldest
    while number >= 0 {
      numbers.append(number)
      number = entries[number].newer
    }
    return numbers
  }

  func name(of number: Int) -> [UInt8] { entries[number].name }

  mutating func addEvicted(_ count: UInt64) { evicted &+= count }

  /// The number of a group, which is now the latest used.
  ///
  /// - Returns: `isNew`: whether its state has to be made; the number is then the next one, or that of
  ///   a group that left.
  @usableFromInline
  mutating func find(_ name: UnsafeRawBufferPointer) -> (number: Int, isNew: Bool) {
    let hash = Self.hash(name)
    let mask = places.count - 1
    var place = hash & mask
    while places[place] >= 0 {
      let number = Int(places[place])
      if entries[number].hash == hash && Self.isEqual(entries[number].name, name) {
        use(number)
        return (number, false)
      }
      place = (place + 1) & mask
    }
    return (add(Array(name), hash), true)
  }

  private mutating func add(_ name: [UInt8], _ hash: Int) -> Int {
    let number: Int
    if let reused = free.popLast() {
      number = reused
      entries[number] = Entry(name: name, hash: hash, older: newest, newer: -1)
    } else if entries.count < maximum {
      number = entries.count
      entries.append(Entry(name: name, hash: hash, older: newest, newer: -1))
    } else {
      number = oldest
      evicted &+= 1
      unlink(number)
      forgetPlace(of: number)
      entries[number] = Entry(name: name, hash: hash, older: newest, newer: -1)
    }
    if newest >= 0 { entries[newest].newer = number } else { oldest = number }
    newest = number
    if entries.count * 2 > places.count { growPlaces() } else { takePlace(for: number) }
    return number
  }

  /// Takes out the group that was idle for longest, and counts it. Its number is given to the next new
  /// group.
  mutating func removeOldest() -> Int? {
    guard oldest >= 0 else { return nil }
    let number = oldest
    evicted &+= 1
    unlink(number)
    forgetPlace(of: number)
    entries[number].name = []
    free.append(number)
    return number
  }

  /// Moves an entry to the end of the list by use.
  private mutating func use(_ number: Int) {
    if number == newest { return }
    unlink(number)
    entries[number].older = newest
    entries[number].newer = -1
    if newest >= 0 { entries[newest].newer = number } else { oldest = number }
    newest = number
  }

  private mutating func unlink(_ number: Int) {
    let (older, newer) = (entries[number].older, entries[number].newer)
    if older >= 0 { entries[older].newer = newer } else { oldest = newer }
    if newer >= 0 { entries[newer].older = older } else { newest = older }
  }

  private mutating func takePlace(for number: Int) {
    let mask = places.count - 1
    var place = entries[number].hash & mask
    while places[place] >= 0 { place = (place + 1) & mask }
    places[place] = Int32(number)
  }

  private mutating func growPlaces() {
    places = Array(repeating: -1, count: places.count * 2)
    for number in byUse { takePlace(for: number) }
  }

  /// Frees an entry's place and closes the gap, so that no search ends early at it.
  private mutating func forgetPlace(of number: Int) {
    let mask = places.count - 1
    var place = entries[number].hash & mask
    while places[place] != Int32(number) { place = (place + 1) & mask }
    var gap = place
    while true {
      place = (place + 1) & mask
      guard places[place] >= 0 else { break }
      let home = entries[Int(places[place])].hash & mask
      // It may move into the gap unless its home lies behind the gap.
      if (place - home) & mask >= (place - gap) & mask {
        places[gap] = places[place]
        gap = place
      }
    }
    places[gap] = -1
  }

  private static func isEqual(_ a: [UInt8], _ b: UnsafeRawBufferPointer) -> Bool {
    guard a.count == b.count else { return false }
    guard let other = b.baseAddress, !a.isEmpty else { return true }
    return a.withUnsafeBytes { memcmp($0.baseAddress!, other, a.count) == 0 }
  }

  /// Seeded anew in each process, so that names cannot be chosen to collide. Nothing that is written
  /// depends on it.
  private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: name)
    return hasher.finalize()
  }
}
