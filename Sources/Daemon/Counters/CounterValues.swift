/// The counters of a connection or a UDF at one moment.
public struct CounterValues: Sendable, Equatable {
  private var values: [UInt64]
  public var handlerTime = DurationHistogramValues()

  public init() {
    values = Array(repeating: 0, count: ConnectionCounter.allCases.count)
  }

  public subscript(counter: ConnectionCounter) -> UInt64 {
    get { values[counter.rawValue] }
    set { values[counter.rawValue] = newValue }
  }

  public static func += (sum: inout CounterValues, more: CounterValues) {
    for index in sum.values.indices { sum.values[index] &+= more.values[index] }
    sum.handlerTime += more.handlerTime
  }
}
