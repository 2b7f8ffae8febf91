/// When a zone's offset changes: the table of a TZif file (RFC 8536), then the rule in its footer.
struct ZoneTransitions: Sendable {
  /// Ascending times; from each on the offset beside it holds.
  private var times: [Int64] = []
  private var offsets: [Int64] = []
  /// In front of the first transition.
  private var firstOffset: Int64 = 0
  /// Behind the last transition.
  private var rule: ZoneRule?

  init(fixedOffset: Int64) {
    firstOffset = fixedOffset
  }

  func offset(at time: Int64) -> Int64 {
    guard let last = times.last else { return rule?.offset(at: time) ?? firstOffset }
    if time >= last { return rule?.offset(at: time) ?? offsets[offsets.count - 1] }
    // The number of transitions at or before the time.
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : offsets[low - 1]
  }

  init?(file: [UInt8]) {
    var reader = ZoneFileReader(file)
    guard let first = reader.header() else { return nil }
    guard first.version >= UInt8(ascii: "2") else {
      guard let table = reader.table(first, timeBytes: 4) else { return nil }
      take(table)
      return
    }
    guard reader.skip(first.bodyBytes(timeBytes: 4)), let second = reader.header(),
      let table = reader.table(second, timeBytes: 8)
    else { return nil }
    take(table)
    rule = reader.footer().flatMap(ZoneRule.init(posix:))
  }

  private mutating func take(_ table: ZoneFileReader.Table) {
    times = table.times
    offsets = table.offsets
    firstOffset = table.firstOffset
  }
}
