import Daemon

extension Flag {
  /// Flags that come before the configuration file: each is a key of `[daemon]`.
  static let daemonKeys: [Flag] = [
    .option("log-level", "LEVEL", "debug, info, warning, error or off")
      .among("debug", "info", "warning", "error", "off"),
    .option("loops", "N", "how many event loops; auto: one per core"),
    .option("socket-directory", "DIR", "where UDFs have their sockets"),
    .option("control-socket", "PATH", "where status and reload reach the daemon"),
    .option("models-directory", "DIR", "where relative paths of models begin"),
    .option("state-directory", "DIR", "what the daemon keeps"),
  ]
}

extension Arguments {
  /// The configuration that a command is to read.
  func configurationSource(_ context: CommandContext) -> ConfigurationSource {
    let flags = Flag.daemonKeys.compactMap { flag -> (key: String, value: String)? in
      guard let value = string(flag.name) else { return nil }
      return (String(flag.name.map { $0 == "-" ? "_" : $0 }), value)
    }
    return ConfigurationSource(
      file: string(Flag.config.name) ?? ConfigurationSource.defaultFile,
      environment: context.environment, flags: flags)
  }
}
