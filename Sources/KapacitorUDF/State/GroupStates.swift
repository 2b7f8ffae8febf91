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
