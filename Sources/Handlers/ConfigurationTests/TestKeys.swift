import Settings

/// The keys of `[[udf.NAME.tests]]`.
public enum TestKeys {
  /// The key of `[udf.NAME]` under which they stand, whatever the handler.
  public static let tests = KeyDeclaration(
    "tests", .tables, defaultText: "none",
    summary: "points and what is expected of them; `udfd test` runs them, and a reload is refused "
      + "where they fail")

  static let name = KeyDeclaration(
    "name", .string, defaultText: "its number", summary: "what the test is called when it fails")
  static let options = KeyDeclaration(
    "options", .table(of: .any), defaultText: "none", summary: "options, as a TICKscript sets them")
  static let points = KeyDeclaration(
    "points", .tables, isRequired: true, summary: "points in order, each with what is expected")
  static let answers = KeyDeclaration(
    "answers", .tables, defaultText: "none",
    summary:
      "for UDFs with a batch edge: the points that are answered, in order; all points of the "
      + "test are one batch")

  static let test = [name, options, points, answers]

  static let fields = KeyDeclaration(
    "fields", .table(of: .any), defaultText: "none",
    summary: "1.5 is a float, 1 an int, \"text\" a string, true a boolean")
  static let tags = KeyDeclaration(
    "tags", .table(of: .string), defaultText: "none",
    summary: "the point's tags; the points of equal tags are a group")
  static let time = KeyDeclaration(
    "time", .either(.integer, .duration), defaultText: "one second after the point before",
    summary: "nanoseconds since 1970, or a duration such as \"90s\" after the first point")
  static let expect = KeyDeclaration(
    "expect", .table(of: .any), defaultText: "nothing",
    summary: "fields and tags of the answer: a literal is exact, "
      + "{ value = 0.3, within = 0.001 } is near, { absent = true } is not there")
  static let dropped = KeyDeclaration(
    "dropped", .boolean, default: false, summary: "whether the point is left out")

  static let point = [fields, tags, time, expect, dropped]
  static let answer = [expect]

  static let value = KeyDeclaration("value", .any, defaultText: "any", summary: "the value")
  static let within = KeyDeclaration(
    "within", .number, minimum: 0, summary: "how far a number may lie from value")
  static let absent = KeyDeclaration(
    "absent", .boolean, default: false, summary: "whether the field must not be there")

  static let expectation = [value, within, absent]
}
