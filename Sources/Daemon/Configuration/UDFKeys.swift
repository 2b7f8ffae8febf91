import Settings

/// The keys that `[udf.NAME]` has whatever its handler; the handler's own stand beside them.
enum UDFKeys {
  static let handler = KeyDeclaration(
    "handler", .string, isRequired: true, summary: "Which handler serves this UDF.")
  static let socket = KeyDeclaration(
    "socket", .string, defaultText: "`NAME.sock` in `socket_directory`",
    summary:
      "The Unix socket that Kapacitor connects to; a relative path begins in `socket_directory`.")
  static let mode = KeyDeclaration(
    "mode", .fileMode, default: "0660", summary: "The permissions of the socket.")
  static let owner = KeyDeclaration(
    "owner", .string, defaultText: "the daemon's user",
    summary: "The user that owns the socket. Only root may give it to another.")
  static let group = KeyDeclaration(
    "group", .string, defaultText: "the daemon's group",
    summary: "The group of the socket: whoever may connect is in it.")
  static let options = KeyDeclaration(
    "options", .table(of: .any), default: [:],
    summary: "Options that a TICKscript may set, with their defaults: `threshold = 0.15`, or "
      + "`threshold = { type = \"double\", default = 0.15, min = 0.0 }`.")
  static let onError = KeyDeclaration(
    "on_error", .choice(["pass", "drop", "fail"]), default: "pass",
    summary: "What becomes of a point whose handling fails: it is passed on unchanged, dropped, or "
      + "the task is stopped with the error.")
  static let onRestore = KeyDeclaration(
    "on_restore", .choice(["start_clean", "fail"]), default: "start_clean",
    summary: "What becomes of a task whose snapshot does not fit its handler: it starts without "
      + "state and a warning, or is stopped.")

  static let all = [handler, socket, mode, owner, group, options, onError, onRestore]
}
