/// Values in order of size, with insertion, removal and "the k-th smallest" in O(log n): a treap
/// whose nodes lie in arrays and are named by their index.
///
/// A node's priority follows from how many were made before, so that a state depends on its input
/// only; the answers do not depend on the tree's shape at all.
struct RankedValues {
  private struct Node {
    var value: Double
    var left: Int32
    var right: Int32
    var size: Int32
    var priority: UInt32
  }

  private static let none: Int32 = -1

  private var nodes: [Node] = []
  private var free: [Int32] = []
  private var root: Int32 = none
  private var seed: UInt32 = 0x9E37_79B9

  var count: Int { size(root) }

  private func size(_ node: Int32) -> Int { node < 0 ? 0 : Int(nodes[Int(node)].size) }

  /// The value that has `rank` smaller or equal ones in front of it; rank < count.
  func value(rank: Int) -> Double {
    var node = root
    var rank = rank
    while true {
      let left = nodes[Int(node)].left
      let before = size(left)
      if rank < before {
        node = left
      } else if rank == before {
        return nodes[Int(node)].value
      } else {
        rank -= before + 1
        node = nodes[Int(node)].right
      }
    }
  }

  /// - Returns: the node, by which the value is removed again.
  mutating func insert(_ value: Double) -> Int32 {
    // xorshift32: never zero, period 2^32 - 1.
    seed ^= seed << 13
    seed ^= seed >> 17
    seed ^= seed << 5
    let node = Node(value: value, left: Self.none, right: Self.none, size: 1, priority: seed)
    let index: Int32
    if let reused = free.popLast() {
      index = reused
      nodes[Int(index)] = node
    } else {
      index = Int32(nodes.count)
      nodes.append(node)
    }
    root = insert(index, into: root)
    return index
  }

  mutating func remove(_ index: Int32) {
    root = remove(index, from: root)
    free.append(index)
  }

  /// Order by value, then by index, so that equal values are told apart.
  private func isBefore(_ first: Int32, _ second: Int32) -> Bool {
    let (a, b) = (nodes[Int(first)].value, nodes[Int(second)].value)
    return a != b ? a < b : first < second
  }

  private mutating func update(_ node: Int32) {
    nodes[Int(node)].size =
      Int32(1 + size(nodes[Int(node)].left) + size(nodes[Int(node)].right))
  }

  private mutating func insert(_ new: Int32, into node: Int32) -> Int32 {
    guard node >= 0 else { return new }
    if nodes[Int(new)].priority > nodes[Int(node)].priority {
      let (left, right) = split(node, before: new)
      nodes[Int(new)].left = left
      nodes[Int(new)].right = right
      update(new)
      return new
    }
    if isBefore(new, node) {
      nodes[Int(node)].left = insert(new, into: nodes[Int(node)].left)
    } else {
      nodes[Int(node)].right = insert(new, into: nodes[Int(node)].right)
    }
    update(node)
    return node
  }

  private mutating func split(_ node: Int32, before border: Int32) -> (Int32, Int32) {
    guard node >= 0 else { return (Self.none, Self.none) }
    if isBefore(node, border) {
      let (left, right) = split(nodes[Int(node)].right, before: border)
      nodes[Int(node)].right = left
      update(node)
      return (node, right)
    }
    let (left, right) = split(nodes[Int(node)].left, before: border)
    nodes[Int(node)].left = right
    update(node)
    return (left, node)
  }

  private mutating func remove(_ gone: Int32, from node: Int32) -> Int32 {
    if node == gone { return merge(nodes[Int(node)].left, nodes[Int(node)].right) }
    if isBefore(gone, node) {
      nodes[Int(node)].left = remove(gone, from: nodes[Int(node)].left)
    } else {
      nodes[Int(node)].right = remove(gone, from: nodes[Int(node)].right)
    }
    update(node)
    return node
  }

  private mutating func merge(_ left: Int32, _ right: Int32) -> Int32 {
    guard left >= 0 else { return right }
    guard right >= 0 else { return left }
    if nodes[Int(left)].priority > nodes[Int(right)].priority {
      nodes[Int(left)].right = merge(nodes[Int(left)].right, right)
      update(left)
      return left
    }
    nodes[Int(right)].left = merge(left, nodes[Int(right)].left)
    update(right)
    return right
  }
}
