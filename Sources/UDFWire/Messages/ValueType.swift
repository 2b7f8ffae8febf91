/// The type of an option's value.
public enum ValueType: Int32, Sendable, CaseIterable {
  case bool = 0
  case int = 1
  case double = 2
  case string = 3
  case duration = 4
}
