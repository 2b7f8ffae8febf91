/// The sets of categories that an ensemble's nodes test for, members sorted in one pool.
///
/// Members are listed, not laid out as bits: a file that names the category 4,000,000,000 once pays
/// for one member.
struct CategorySets: Sendable {
  /// Set k is `members[starts[k]..<starts[k + 1]]`, ascending and without repetition.
  private(set) var starts: [Int] = [0]
  private(set) var members: [UInt32] = []
  /// Where a row goes whose category is in the set; any other goes the other way.
  private(set) var membersGoRight: [Bool] = []

  var count: Int { membersGoRight.count }

  /// Adds a set and returns its number.
  mutating func add(_ categories: [UInt32], membersGoRight right: Bool) -> Int {
    var previous: UInt32?
    for category in categories.sorted() where category != previous {
      members.append(category)
      previous = category
    }
    starts.append(members.count)
    membersGoRight.append(right)
    return membersGoRight.count - 1
  }

  func members(of set: Int) -> ArraySlice<UInt32> { members[starts[set]..<starts[set + 1]] }

  /// Whether a row of this category goes right; nil: a category that is in no set.
  func goesRight(set: Int, category: UInt32?) -> Bool {
    guard let category else { return !membersGoRight[set] }
    var low = starts[set]
    var high = starts[set + 1]
    while low < high {
      let middle = (low + high) / 2
      if members[middle] < category { low = middle + 1 } else { high = middle }
    }
    let found = low < starts[set + 1] && members[low] == category
    return found == membersGoRight[set]
  }
}
