/// The places of everything that a set of expressions works with: fields and tags, values that are
/// set for each point, stateful mentions, regular expressions. Built by binding the expressions one
/// after the other, then given to machines.
public struct LambdaLayout: Sendable {
  /// More names than any UDF has; slots and constants are addressed with 16 bits.
  static let maximumSlots = 4_096

  /// Slot 0 is the point's time.
  static let timeSlot = 0

  private(set) var slotNames: [String] = ["time"]
  private var referenceSlots: [String: Int] = ["time": timeSlot]
  /// Whether any expression mentions the point's time.
  public private(set) var mentionsTime = false
  private(set) var patterns: [RegularExpression] = []
  private var patternNumbers: [String: Int] = [:]
  private(set) var mentions: [StatefulFunction] = []
  private(set) var expressionCount = 0
  /// Aggregates over the batch, each with the slot that holds its value.
  public private(set) var batchAggregates: [BatchAggregate] = []

  public init() {}

  public var slotCount: Int { slotNames.count }

  /// What a slot was declared as.
  public func name(of slot: Int) -> String { slotNames[slot] }

  /// Fields and tags that some expression mentions, with their slots; `time` left out.
  public var references: [(name: String, slot: Int)] {
    referenceSlots.filter { $0.value != Self.timeSlot }
      .sorted { $0.value < $1.value }.map { (name: $0.key, slot: $0.value) }
  }

  /// The slot of a field or tag.
  public mutating func reference(_ name: String) -> Int {
    if let slot = referenceSlots[name] {
      if slot == Self.timeSlot { mentionsTime = true }
      return slot
    }
    let slot = declare(name)
    referenceSlots[name] = slot
    return slot
  }

  /// A slot for a value that is no field: a `let`, a model's output.
  public mutating func declare(_ name: String) -> Int {
    slotNames.append(name)
    return slotNames.count - 1
  }

  mutating func pattern(_ pattern: String) throws(PatternError) -> Int {
    if let number = patternNumbers[pattern] { return number }
    patterns.append(try RegularExpression(pattern))
    patternNumbers[pattern] = patterns.count - 1
    return patterns.count - 1
  }

  mutating func mention(_ function: StatefulFunction) -> Int {
    mentions.append(function)
    return mentions.count - 1
  }

  mutating func aggregate(
    _ function: BatchFunction, of argument: BoundExpression?, q: Double
  ) -> Int {
    let slot = declare(function.rawValue)
    batchAggregates.append(
      BatchAggregate(function: function, argument: argument, q: q, slot: slot))
    return slot
  }

  mutating func nextExpression() -> Int {
    expressionCount += 1
    return expressionCount - 1
  }

  /// Whether any expression remembers anything between points.
  public var isStateful: Bool { !mentions.isEmpty }

  /// By how many bytes one point can make state grow at most, a group that is new included.
  public var stateBytesPerPoint: Int { mentions.count * (StatefulCell.fixedBytes + 64) }

  /// Describes what saved state consists of: equal texts mean that it fits.
  public var stateLayout: String { mentions.map(\.layout).joined(separator: ";") }
}

/// An aggregate over a batch: the values of `argument` at its points become the value of `slot`.
public struct BatchAggregate: Sendable {
  public let function: BatchFunction
  /// nil for batchCount().
  public let argument: BoundExpression?
  /// Of batchQuantile.
  public let q: Double
  public let slot: Int
}
