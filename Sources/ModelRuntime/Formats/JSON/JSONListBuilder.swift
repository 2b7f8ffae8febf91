/// Collects a list's elements, packed as long as all of them are numbers.
struct JSONListBuilder {
  private var numbers: [Double] = []
  private var values: [JSONValue] = []

  mutating func append(_ value: JSONValue) {
    if case .number(let number) = value, values.isEmpty {
      numbers.append(number)
      return
    }
    if values.isEmpty {
      values = numbers.map { .number($0) }
      numbers = []
    }
    values.append(value)
  }

  consuming func finished() -> JSONValue {
    values.isEmpty ? .numbers(numbers) : .list(values)
  }
}
