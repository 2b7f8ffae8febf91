import Settings

/// The keys of `[udf.NAME]` with `handler = "score"`.
enum ScoreKeys {
  static let model = KeyDeclaration(
    "model", .oneOrMany(.string), default: .list([]),
    summary: "the model or models, by their names under [models]; none: expressions alone")
  static let inputs = KeyDeclaration(
    "inputs", .table(of: .string), defaultText: "the fields of the inputs' names",
    summary: "expressions for inputs of the model that are not simply a field of that name")
  static let when = KeyDeclaration(
    "when", .string, defaultText: "every point",
    summary: "a condition: where it does not hold the model is not asked and `let` and `set` rest; "
      + "a missing field makes it false")
  static let letValues = KeyDeclaration(
    "let", .table(of: .string), defaultText: "none",
    summary: "names for expressions, in order; each may use those before it")
  static let set = KeyDeclaration(
    "set", .table(of: .string), defaultText: "none",
    summary: "the fields that are written, as expressions; the type follows the expression")
  static let otherwise = KeyDeclaration(
    "otherwise", .table(of: .string), defaultText: "`defaults`",
    summary: "fields that are written where `when` does not hold")
  static let tags = KeyDeclaration(
    "tags", .table(of: .string), defaultText: "none",
    summary: "tags that are set, as expressions that give strings")
  static let remove = KeyDeclaration(
    "remove", .list(of: .string), default: .list([]), summary: "fields and tags that are left out")
  static let emit = KeyDeclaration(
    "emit", .string, default: "all",
    summary: "which points are passed on: \"all\", \"when\" (those where `when` holds), or a "
      + "condition, which may also use the names under `set`")
  static let defaults = KeyDeclaration(
    "defaults", .table(of: .any), defaultText: "none",
    summary: "values of output fields where there is no other: where `when` does not hold, and for "
      + "points that lack a field under on_missing = \"pass\"")
  static let onNonFinite = KeyDeclaration(
    "on_nonfinite", .choice(NonFinitePolicy.allCases.map(\.rawValue)),
    default: .string(NonFinitePolicy.omit.rawValue),
    summary: "what becomes of a result that is NaN or infinite: the field is left out, its default "
      + "is written, the point is dropped, or the task fails")
  static let edge = KeyDeclaration(
    "edge", .choice(ScoreEdge.allCases.map(\.rawValue)),
    default: .string(ScoreEdge.streamToStream.rawValue), summary: "what it reads and writes")
  static let emitEvery = KeyDeclaration(
    "emit_every", .either(.integer, .duration), defaultText: "none",
    summary:
      "for stream->batch: after how many points, or how much point time, a group's batch ends")
  static let maxGroups = KeyDeclaration(
    "max_groups", .integer, default: 10_000, minimum: 1, maximum: 10_000_000,
    summary: "groups whose state is kept; beyond it the one that was idle for longest leaves")
  static let maxStateBytes = KeyDeclaration(
    "max_state_bytes", .byteSize, default: "64MiB", minimum: "64KiB", maximum: "16GiB",
    summary:
      "of one task: what rolling functions remember of all groups together, or the points that "
      + "wait for a batch; beyond it the group that was idle for longest leaves, or its batch is written "
      + "early, and is counted; one group is always kept")
  static let timeZone = KeyDeclaration(
    "timezone", .string, defaultText: "the local time zone",
    summary: "of hour(), day() and the like, such as \"Europe/Berlin\"")

  static let all =
    [
      model, inputs, when, letValues, set, otherwise, tags, remove, emit, defaults, onNonFinite,
      edge, emitEvery, maxGroups, maxStateBytes, timeZone, TestKeys.tests, DeclaredOptions.key,
    ] + PolicyKeys.all
}
