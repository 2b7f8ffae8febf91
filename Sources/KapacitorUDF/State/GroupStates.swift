import UDFWire

/// A state for each group of points, at most so many: beyond the bound the group that was idle for
/// longest leaves and is counted. Looking up a group that is known allocates nothing.
///
/// The order in which groups leave depends on the points alone, and a snapshot keeps it.
public struct GroupStates<State: StateValue> {
  private struct Entry {
    var name: [UInt8]
    var hash: Int
    var state: State
    /// Neighbours by use: towards the longest idle, towards the latest.
    var older: Int
    var newer: Int
  }

  /// The most groups that are kept.
  public let maximum: Int
  /// How many groups left because of the bound.
  public private(set) var evicted: UInt64 = 0
  private let make: () -> State

  // Invariant: `places` is an open-addressing table of 2^n places, at most half of them taken, that
  // holds the index of every entry once (free: -1); `oldest` to `newest` is a list of all entries by
  // use (none: -1).
  private var entries: [Entry] = []
  private var places: [Int32] = Array(repeating: -1, count: 16)
  private var oldest = -1
  private var newest = -1

  /// - Parameter make: the state of a group that has not been seen.
  public init(maximum: Int = 10_000, make: @escaping () -> State) {
    precondition(maximum > 0 && maximum < Int(Int32.max))
    self.maximum = maximum
    self.make = make
  }

  public var count: Int { entries.count }

  /// The state of a group; a group that is not known gets a new one.
  public subscript(group: BorrowedString) -> State {
    mutating get { entries[index(of: group.bytes)].state }
    _modify {
      let index = index(of: group.bytes)
      yield &entries[index].state
    }
  }

  /// The groups' names, the longest idle first.
  public var names: [String] {
    var names: [String] = []
    var index = oldest
    while index >= 0 {
      names.append(String(decoding: entries[index].name, as: UTF8.self))
      index = entries[index].newer
    }
    return names
  }

  private mutating func index(of name: UnsafeRawBufferPointer) -> Int {
    let hash = Self.hash(name)
    var place = hash & (places.count - 1)
    while places[place] >= 0 {
      let index = Int(places[place])
      if entries[index].hash == hash && entries[index].name.elementsEqual(name) {
        use(index)
        return index
      }
      place = (place + 1) & (places.count - 1)
    }
    return add(Array(name), hash, make())
  }

  private mutating func add(_ name: [UInt8], _ hash: Int, _ state: State) -> Int {
    var entry = Entry(name: name, hash: hash, state: state, older: newest, newer: -1)
    let index: Int
    if entries.count < maximum {
      index = entries.count
      entries.append(entry)
    } else {
      index = oldest
      evicted &+= 1
      unlink(index)
      forgetPlace(of: index)
      entry.older = newest
      entries[index] = entry
    }
    if newest >= 0 { entries[newest].newer = index } else { oldest = index }
    newest = index
    if entries.count * 2 > places.count { growPlaces() } else { takePlace(for: index) }
    return index
  }

  /// Moves an entry to the end of the list by use.
  private mutating func use(_ index: Int) {
    if index == newest { return }
    unlink(index)
    entries[index].older = newest
    entries[index].newer = -1
    if newest >= 0 { entries[newest].newer = index } else { oldest = index }
    newest = index
  }

  private mutating func unlink(_ index: Int) {
    let (older, newer) = (entries[index].older, entries[index].newer)
    if older >= 0 { entries[older].newer = newer } else { oldest = newer }
    if newer >= 0 { entries[newer].older = older } else { newest = older }
  }

  private mutating func takePlace(for index: Int) {
    var place = entries[index].hash & (places.count - 1)
    while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
    places[place] = Int32(index)
  }

  private mutating func growPlaces() {
    places = Array(repeating: -1, count: places.count * 2)
    for index in entries.indices { takePlace(for: index) }
  }

  /// Frees an entry's place and closes the gap, so that no search ends early at it.
  private mutating func forgetPlace(of index: Int) {
    let mask = places.count - 1
    var place = entries[index].hash & mask
    while places[place] != Int32(index) { place = (place + 1) & mask }
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

  /// Seeded anew in each process, so that names cannot be chosen to collide. Nothing that is written
  /// depends on it.
  private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    hasher.combine(bytes: name)
    return hasher.finalize()
  }
}

extension GroupStates {
  /// All groups and their states; nil where there are none.
  public func snapshot() -> Snapshot? {
    if entries.isEmpty { return nil }
    return Snapshot { writer in
      writer.write(evicted)
      writer.write(UInt64(entries.count))
      var index = oldest
      while index >= 0 {
        writer.write(entries[index].name)
        entries[index].state.write(to: &writer)
        index = entries[index].newer
      }
    }
  }

  /// Takes over the groups of a snapshot in place of its own. Where it holds more than `maximum`, the
  /// longest idle ones leave.
  public mutating func restore(_ snapshot: Snapshot) throws {
    var restored = GroupStates(maximum: maximum, make: make)
    try snapshot.read { reader in
      let evicted = try reader.int(UInt64.self)
      for _ in 0..<(try reader.count(ofAtLeast: 8)) {
        let name = try reader.byteArray()
        let state = try State(from: &reader)
        name.withUnsafeBytes { bytes in
          // The last of a repeated name counts.
          let index = restored.index(of: bytes)
          restored.entries[index].state = state
        }
      }
      restored.evicted &+= evicted
    }
    self = restored
  }
}
