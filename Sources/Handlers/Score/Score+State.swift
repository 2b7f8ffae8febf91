import KapacitorUDF
import Lambda
import ModelRuntime
import UDFWire

extension Score {
  /// How many points may be read before the first is answered: so few that state cannot outgrow its
  /// bound in between, since a group that has to leave must have left before the next point is read.
  func pointsAtOnce(_ group: LambdaState?) -> Int {
    guard group == nil, let groups, !models.isEmpty else { return Model.maximumBurstRows }
    let room = setup.rules.maximumStateBytes - groups.measuredBytes
    let points = room / setup.plan.layout.stateBytesPerPoint
    return max(1, min(points, Model.maximumBurstRows))
  }

  /// Notes what the group of a point has come to remember; groups leave where all together remember too
  /// much.
  mutating func settle(_ index: Int) {
    if groupNumbers[index] >= 0 { settle(group: groupNumbers[index]) }
  }

  private mutating func settle(group number: Int) {
    measure(number)
    makeRoom()
  }

  private mutating func measure(_ number: Int) {
    guard let bytes = groups?[number].state?.byteCount else { return }
    groups?.measure(number, bytes: bytes)
  }

  private mutating func makeRoom() {
    while (groups?.measuredBytes ?? 0) > setup.rules.maximumStateBytes {
      guard groups?.removeOldest() ?? false else { return }
    }
  }

  /// The same for a group that a batch has gone through.
  mutating func settle(_ group: String, _ output: inout HandlerOutput) {
    guard let evicted = groups?.evicted else { return }
    var group = group
    let number = group.withUTF8 { bytes in
      let empty = UnsafeRawPointer(bitPattern: 1)!
      let start = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? empty
      return groups?.number(of: BorrowedString(start: start, count: bytes.count))
    }
    if let number { settle(group: number) }
    output.countEvicted((groups?.evicted ?? evicted) &- evicted)
  }

  var stateLayout: StateLayout {
    StateLayout(
      version: 1, plan.layout.stateLayout, modelDigests: setup.models.map(\.digest))
  }

  mutating func modelsChanged() throws {
    for model in setup.models where try model.refresh() { columns?.modelsChanged() }
  }

  mutating func snapshot() throws -> Snapshot? { groups?.snapshot() }

  mutating func restore(_ snapshot: Snapshot) throws {
    guard groups != nil else { return }
    let layout = plan.layout
    try groups?.restore(snapshot)
    for name in groups?.names ?? [] {
      var name = name
      try name.withUTF8 { bytes in
        let empty = UnsafeRawPointer(bitPattern: 1)!
        let start = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? empty
        let group = BorrowedString(start: start, count: bytes.count)
        try groups?.update(group) { try $0.takeUp(layout) }
        if let number = groups?.number(of: group) { measure(number) }
      }
    }
    makeRoom()
  }
}
