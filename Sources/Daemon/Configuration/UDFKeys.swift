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
  static let maxConnections = KeyDeclaration(
    "max_connections", .integer, default: 1000, minimum: 1, maximum: 100_000,
    summary: "Connections of this UDF at one time; one more is closed at once.")

  static let loop = KeyDeclaration(
    "loop", .choice(["shared", "dedicated"]), default: "shared",
    summary:
      "`dedicated`: its connections have an event loop of their own, so that a slow handler delays no other UDF."
  )

  static let all = [handler, socket, mode, owner, group, maxConnections, loop]
}
