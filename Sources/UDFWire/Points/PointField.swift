/// The field numbers of `Point`.
enum PointField {
  static let time = 1
  static let name = 2
  static let database = 3
  static let retentionPolicy = 4
  static let group = 5
  static let dimensions = 6
  static let tags = 7
  static let fieldsDouble = 8
  static let fieldsInt = 9
  static let fieldsString = 10
  static let byName = 11
  static let fieldsBool = 12
}
