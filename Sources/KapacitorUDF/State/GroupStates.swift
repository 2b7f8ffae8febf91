import UDFWire

/// A state for each group of points, at most so many: beyond the bound the group that was idle for
/// longest leaves and is counted. Looking up a group that is known allocates nothing.
///
/// The order in which groups leave depends on the points alone, and a snapshot keeps it.
public struct GroupStates<State: StateValue> {
  // Invariant: one state for each number that the index has given out.
  @usableFromInline var index: GroupIndex
  @usableFromInline var states: [State] = []
  @usableFromInline let make: () -> State
  /// Bytes of each state when it was measured last, by number; shorter than `states` where the last
  /// ones were never measured.
  private var measured: [Int] = []
  /// The bytes of all states, as far as they have been measured.
  public private(set) var measuredBytes = 0

  /// - Parameters:
  ///   - maximum: the most groups that are kept.
  ///   - make: the state of a group that has not been seen.
  public init(maximum: Int = 10_000, make: @escaping () -> State) {
    index = GroupIndex(maximum: maximum)
    self.make = make
  }

  public var maximum: Int { index.maximum }
  public var count: Int { index.count }

  /// How many groups left because of the bound.
  public var evicted: UInt64 { index.evicted }

  /// The groups' names, the longest idle first.
  public var names: [String] {
    index.byUse.map { String(decoding: index.name(of: $0), as: UTF8.self) }
  }

  /// The number of a group, which is now the latest used; a group that is not known gets a new state.
  /// It names the group until that leaves.
  public mutating func number(of group: BorrowedString) -> Int { number(of: group.bytes) }

  /// The state of a group by its number.
  public subscript(number: Int) -> State { states[number] }

  /// Notes how many bytes a state has. Bytes of groups that leave are taken off by themselves.
  public mutating func measure(_ number: Int, bytes: Int) {
    while measured.count <= number { measured.append(0) }
    measuredBytes += bytes - measured[number]
    measured[number] = bytes
  }

  /// The group that was idle for longest leaves, and is counted; the last one stays.
  /// - Returns: whether one left.
  public mutating func removeOldest() -> Bool {
    guard count > 1, let number = index.removeOldest() else { return false }
    store(make(), at: number)
    return true
  }

  /// Gives `body` the state of a group, which it may change; a group that is not known gets a new one.
  @inlinable
  public mutating func update<Result>(
    _ group: BorrowedString, _ body: (inout State) throws -> Result
  ) rethrows -> Result {
    let number = number(of: group.bytes)
    return try body(&states[number])
  }

  @inlinable
  mutating func number(of name: UnsafeRawBufferPointer) -> Int {
    let (number, isNew) = index.find(name)
    if isNew { store(make(), at: number) }
    return number
  }

  @usableFromInline
  mutating func store(_ state: State, at number: Int) {
    if number == states.count { states.append(state) } else { states[number] = state }
    if number < measured.count, measured[number] != 0 { measure(number, bytes: 0) }
  }
}

extension GroupStates {
  /// All groups and their states; nil where there are none.
  public func snapshot() -> Snapshot? {
    if count == 0 { return nil }
    return Snapshot { writer in
      writer.write(evicted)
      writer.write(UInt64(count))
      for number in index.byUse {
        writer.write(index.name(of: number))
        states[number].write(to: &writer)
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
        // The last of a repeated name counts.
        let (number, _) = name.withUnsafeBytes { restored.index.find($0) }
        restored.store(state, at: number)
      }
      restored.index.addEvicted(evicted)
    }
    self = restored
  }
}
