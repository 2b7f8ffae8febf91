/// What is staged for one name. Those that set a field have the value of its `ReadingKind`.
@usableFromInline
enum EditOperation: UInt8 {
  case none = 0
  case setString = 1
  case setInt = 2
  case setDouble = 3
  case setBool = 4
  case setTag = 5
  case remove = 6
}
