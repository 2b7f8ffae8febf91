import Settings

/// The keys of `[daemon]`.
enum DaemonKeys {
  static let loops = KeyDeclaration(
    "loops", .either(.choice(["auto"]), .integer), default: "auto", minimum: 1, maximum: 256,
    summary: "How many event loops, each a thread. `auto`: one per core.")
  static let modelsDirectory = KeyDeclaration(
    "models_directory", .string, default: "/var/lib/udfd/models",
    summary: "Where relative paths of models begin.")
  static let stateDirectory = KeyDeclaration(
    "state_directory", .string, default: "/var/lib/udfd",
    summary: "What the daemon keeps from one start to the next.")
  static let socketDirectory = KeyDeclaration(
    "socket_directory", .string, default: "/run/udfd",
    summary: "Where UDFs have their sockets, `NAME.sock`, unless they say otherwise.")
  static let controlSocket = KeyDeclaration(
    "control_socket", .string, defaultText: "`control` in `socket_directory`",
    summary:
      "Where `udfd status` and `udfd reload` reach the daemon. Only root and the daemon's user may."
  )
  static let logLevel = KeyDeclaration(
    "log_level", .choice(["debug", "info", "warning", "error", "off"]), default: "info",
    environment: "KAPACITOR_LOGGING_LEVEL", summary: "The least level that is logged.")
  static let coalescingMaximum = KeyDeclaration(
    "coalescing_maximum", .duration, default: "500us", minimum: "0s", maximum: "10ms",
    summary: "The longest pause before a busy connection is read again, so that one wake-up serves "
      + "many of Kapacitor's small writes. `0s`: never pause.")
  static let maxConnections = KeyDeclaration(
    "max_connections", .integer, default: 4000, minimum: 1, maximum: 100_000,
    summary: "Connections at one time, over all UDFs; each is one use of a UDF in a running task.")
  static let maxFrameBytes = KeyDeclaration(
    "max_frame_bytes", .byteSize, default: "64MiB", minimum: "64KiB", maximum: "1GiB",
    summary: "The largest message that is read or written; a larger one closes its connection.")
  static let maxBusy = KeyDeclaration(
    "max_busy", .duration, default: "60s", minimum: "1s", maximum: "1h",
    summary:
      "How long a handler may work on one burst while its connection is kept alive. Keep the "
      + "unit's WatchdogSec above it.")
  static let drainDeadline = KeyDeclaration(
    "drain_deadline", .duration, default: "10s", minimum: "0s", maximum: "10m",
    summary: "How long a stop waits for what was read to be answered.")

  static let http = KeyDeclaration(
    "http", .string, defaultText: "off",
    summary: "Where `/metrics`, `/status`, `/healthz`, `/readyz` and the status page are served: "
      + "a loopback address with a port (`127.0.0.1:9273`) or a Unix socket (`unix:/run/udfd/http`)."
  )

  static let onnxruntimeLibrary = KeyDeclaration(
    "onnxruntime_library", .string, defaultText: "none",
    summary: "ONNX Runtime's shared library, `libonnxruntime.so`, for models with "
      + "`engine = \"onnxruntime\"`. It is loaded when the first of them is. It must be root's or the "
      + "daemon's user's, and writable by nobody else.")

  static let all = [
    loops, modelsDirectory, stateDirectory, socketDirectory, controlSocket, http, logLevel,
    coalescingMaximum, maxConnections, maxFrameBytes, maxBusy, drainDeadline,
    onnxruntimeLibrary,
  ]
}
