/// A map by name that keeps the order in which its entries came.
///
/// Names are told apart by their bytes, as protobuf and Kapacitor do. (Swift's own string
/// comparison takes a composed and a decomposed "é" for the same; as field names they are two.)
public struct OrderedMap<Value: Sendable>: Sendable {
  /// The names, in order. Invariant: as many as `values`, and no two of the same bytes.
  public private(set) var keys: [String] = []
  /// The values, in the names' order.
  public private(set) var values: [Value] = []
  // Invariant: holds every key's place once there are more than `indexedFrom`, else nothing. A
  // linear search is faster for the few fields of a usual point, and the index keeps a hostile one
  // from costing quadratic time.
  private var places: [NameBytes: Int] = [:]
  private static var indexedFrom: Int { 12 }

  public init() {}

  /// The value of `name`; nil where there is none. Setting nil removes it; a new name comes last.
  public subscript(name: String) -> Value? {
    get { place(of: name).map { values[$0] } }
    set {
      if let place = place(of: name) {
        if let newValue {
          values[place] = newValue
        } else {
          remove(at: place)
        }
      } else if let newValue {
        append(name, newValue)
      }
    }
  }

  /// Where `name` stands; nil where it does not.
  func place(of name: String) -> Int? {
    if keys.count > Self.indexedFrom { return places[NameBytes(name)] }
    let wanted = NameBytes(name)
    return keys.firstIndex { NameBytes($0) == wanted }
  }

  private mutating func append(_ name: String, _ value: Value) {
    keys.append(name)
    values.append(value)
    if keys.count > Self.indexedFrom + 1 {
      places[NameBytes(name)] = keys.count - 1
    } else if keys.count == Self.indexedFrom + 1 {
      buildIndex()
    }
  }

  private mutating func remove(at place: Int) {
    keys.remove(at: place)
    values.remove(at: place)
    buildIndex()
  }

  private mutating func buildIndex() {
    places.removeAll(keepingCapacity: true)
    guard keys.count > Self.indexedFrom else { return }
    for (place, key) in keys.enumerated() { places[NameBytes(key)] = place }
  }

  public mutating func removeAll() {
    keys.removeAll()
    values.removeAll()
    places.removeAll()
  }
}

extension OrderedMap: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { keys.count }
  public subscript(position: Int) -> (name: String, value: Value) {
    (keys[position], values[position])
  }
}

extension OrderedMap: Equatable where Value: Equatable {
  /// Maps have no order on the wire: the same names with the same values are equal in any order.
  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count
      && left.allSatisfy { entry in right[entry.name].map { $0 == entry.value } ?? false }
  }
}

extension OrderedMap: ExpressibleByDictionaryLiteral {
  /// Of a name that is given twice the last value counts.
  public init(dictionaryLiteral elements: (String, Value)...) {
    for (name, value) in elements { self[name] = value }
  }
}
