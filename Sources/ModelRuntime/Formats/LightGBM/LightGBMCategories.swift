/// The category sets of one LightGBM tree: bit sets, of which set k has the words
/// `cat_boundaries[k]..<cat_boundaries[k + 1]` of `cat_threshold`.
struct LightGBMCategories {
  private let section: LightGBMSection
  private let boundaries: [Int]
  private let words: [UInt32]

  init(_ section: LightGBMSection) throws(ModelError) {
    self.section = section
    let count = try section.integer("num_cat", default: 0)
    guard count > 0 else {
      boundaries = []
      words = []
      return
    }
    boundaries = try section.integers("cat_boundaries")
    guard count < boundaries.count, boundaries.count - 1 == count else {
      throw section.error("num_cat is \(count), and cat_boundaries has \(boundaries.count) values")
    }
    var words: [UInt32] = []
    for word in try section.integers("cat_threshold") {
      guard let word = UInt32(exactly: word) else {
        throw section.error("cat_threshold holds \(word), which is no 32-bit word")
      }
      words.append(word)
    }
    self.words = words
    guard boundaries[0] == 0 else { throw section.error("cat_boundaries does not start at 0") }
    var previous = 0
    for boundary in boundaries {
      guard boundary >= previous, boundary <= words.count else {
        throw section.error("cat_boundaries does not fit cat_threshold")
      }
      previous = boundary
    }
  }

  /// The members of the set that a node's threshold names.
  func set(_ threshold: Double, node: Int) throws(ModelError) -> [UInt32] {
    guard let set = Int(exactly: threshold), set >= 0, set < boundaries.count - 1 else {
      throw section.error("node \(node) tests for the category set \(threshold), which is missing")
    }
    var members: [UInt32] = []
    for (index, word) in words[boundaries[set]..<boundaries[set + 1]].enumerated() {
      for bit in 0..<32 where word >> UInt32(bit) & 1 == 1 {
        members.append(UInt32(index * 32 + bit))
      }
    }
    return members
  }
}
