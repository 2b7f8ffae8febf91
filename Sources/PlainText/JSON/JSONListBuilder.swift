/// Collects a list's elements, packed as long as all of them are numbers.
public struct JSONListBuilder {
  public init() {}

  private var numbers: [Double] = []
  private var values: [JSONValue] = []

  public mutating func append(_ value: JSONValue) {
    if values.isEmpty, let number = value.asNumber {
      numbers.append(number)
      return
    }
    if values.isEmpty {
      values = numbers.map { .number($0) }
      numbers = []
    }
    values.append(value)
  }

  public consuming func finished() -> JSONValue {
    values.isEmpty ? .numbers(numbers) : .list(values)
  }
}
