import CProcessor

/// The walks over packed nodes. Each follows many trees, or many rows, side by side: one alone
/// would wait for memory at every level.
///
/// Functions over bare pointers, not inlined: what the compiler makes of them is to be seen and
/// measured on its own.
enum PackedTreeWalk {
  /// The position that a row goes to from a node.
  @inline(__always)
  private static func next(_ node: UInt64, _ rowKey: UInt32) -> Int {
    // The difference of two 32-bit numbers in 64 bits has its top bit set exactly if it is
    // negative: the row's key is above the node's. Written so, no branch is made of it.
    let isAbove = (node & 0xFFFF_FFFF &- UInt64(rowKey)) &>> 63
    return Int(truncatingIfNeeded: node &>> 40 &+ isAbove)
  }

  @inline(__always)
  private static func slot(_ node: UInt64) -> Int { Int(truncatingIfNeeded: node &>> 32 & 0xFF) }

  /// One row through 8 trees; writes the keys of the leaves that it reaches.
  @inline(never)
  static func eightTrees(
    _ nodes: UnsafePointer<UInt64>, roots: UnsafePointer<UInt32>, keys: UnsafePointer<UInt32>,
    leaves: UnsafeMutablePointer<UInt32>
  ) {
    var na = nodes[Int(roots[0])]
    var nb = nodes[Int(roots[1])]
    var nc = nodes[Int(roots[2])]
    var nd = nodes[Int(roots[3])]
    var ne = nodes[Int(roots[4])]
    var nf = nodes[Int(roots[5])]
    var ng = nodes[Int(roots[6])]
    var nh = nodes[Int(roots[7])]
    repeat {
      for _ in 0..<2 {
        na = nodes[next(na, keys[slot(na)])]
        nb = nodes[next(nb, keys[slot(nb)])]
        nc = nodes[next(nc, keys[slot(nc)])]
        nd = nodes[next(nd, keys[slot(nd)])]
        ne = nodes[next(ne, keys[slot(ne)])]
        nf = nodes[next(nf, keys[slot(nf)])]
        ng = nodes[next(ng, keys[slot(ng)])]
        nh = nodes[next(nh, keys[slot(nh)])]
      }
    } while (na | nb | nc | nd | ne | nf | ng | nh) & PackedTrees.slotMask != 0
    leaves[0] = PackedTrees.key(na)
    leaves[1] = PackedTrees.key(nb)
    leaves[2] = PackedTrees.key(nc)
    leaves[3] = PackedTrees.key(nd)
    leaves[4] = PackedTrees.key(ne)
    leaves[5] = PackedTrees.key(nf)
    leaves[6] = PackedTrees.key(ng)
    leaves[7] = PackedTrees.key(nh)
  }

  /// Rows whose keys lie `rowStride` apart by slot: slot s of row r is at `s * rowStride + r`.
  static let rowStride = Model.maximumBurstRows

  /// 8 rows through one tree. `keys` points at slot 0 of the first of them.
  @inline(never)
  static func eightRows(
    _ nodes: UnsafePointer<UInt64>, root: Int, keys: UnsafePointer<UInt32>,
    leaves: UnsafeMutablePointer<UInt32>
  ) {
    var na = nodes[root]
    var nb = nodes[root]
    var nc = nodes[root]
    var nd = nodes[root]
    var ne = nodes[root]
    var nf = nodes[root]
    var ng = nodes[root]
    var nh = nodes[root]
    repeat {
      for _ in 0..<2 {
        na = nodes[next(na, keys[slot(na) &* rowStride])]
        nb = nodes[next(nb, keys[slot(nb) &* rowStride &+ 1])]
        nc = nodes[next(nc, keys[slot(nc) &* rowStride &+ 2])]
        nd = nodes[next(nd, keys[slot(nd) &* rowStride &+ 3])]
        ne = nodes[next(ne, keys[slot(ne) &* rowStride &+ 4])]
        nf = nodes[next(nf, keys[slot(nf) &* rowStride &+ 5])]
        ng = nodes[next(ng, keys[slot(ng) &* rowStride &+ 6])]
        nh = nodes[next(nh, keys[slot(nh) &* rowStride &+ 7])]
      }
    } while (na | nb | nc | nd | ne | nf | ng | nh) & PackedTrees.slotMask != 0
    leaves[0] = PackedTrees.key(na)
    leaves[1] = PackedTrees.key(nb)
    leaves[2] = PackedTrees.key(nc)
    leaves[3] = PackedTrees.key(nd)
    leaves[4] = PackedTrees.key(ne)
    leaves[5] = PackedTrees.key(nf)
    leaves[6] = PackedTrees.key(ng)
    leaves[7] = PackedTrees.key(nh)
  }

  /// Trees that `manyTrees` follows side by side.
  static let lanes = 64

  /// One row through up to 64 trees, each next node asked for as soon as it is known: for nodes
  /// beyond the cache.
  @inline(never)
  static func manyTrees(
    _ nodes: UnsafePointer<UInt64>, roots: UnsafePointer<UInt32>, count: Int,
    keys: UnsafePointer<UInt32>, positions: UnsafeMutablePointer<UInt32>,
    leaves: UnsafeMutablePointer<UInt32>
  ) {
    for lane in 0..<count {
      positions[lane] = roots[lane]
      prefetch_line(nodes + Int(roots[lane]))
    }
    var seen: UInt64
    repeat {
      seen = 0
      for lane in 0..<count {
        let node = nodes[Int(positions[lane])]
        let position = next(node, keys[slot(node)])
        positions[lane] = UInt32(truncatingIfNeeded: position)
        prefetch_line(nodes + position)
        seen |= node
      }
    } while seen & PackedTrees.slotMask != 0
    for lane in 0..<count { leaves[lane] = PackedTrees.key(nodes[Int(positions[lane])]) }
  }
}
