import Daemon

enum DoctorCommand: Command {
  static let manual = CommandManual(
    name: "doctor", summary: "find what keeps Kapacitor and udfd apart",
    flags: [
      .config,
      .option("kapacitor-conf", "FILE", "default: \(KapacitorConfiguration.defaultFile)"),
      .option("kapacitor-url", "URL", "default: KAPACITOR_URL, else \(KapacitorTasks.defaultURL)"),
    ],
    notes: """
      Looks at the configuration and its models, the daemon, the sockets and who may
      open them, kapacitor.conf, and the TICKscripts of a kapacitord that answers.
      Exit status 1 where something is bad.
      """,
    example: "udfd doctor")

  static func run(_ arguments: Arguments, _ context: CommandContext) throws -> ExitStatus {
    let doctor = Doctor(
      arguments.configurationSource(context), registry: context.registry,
      kapacitorFile: arguments.string("kapacitor-conf") ?? KapacitorConfiguration.defaultFile,
      tasks: KapacitorTasks(
        url: arguments.string("kapacitor-url") ?? context.environment["KAPACITOR_URL"]
          ?? KapacitorTasks.defaultURL))
    let findings = doctor.findings()
    for finding in findings {
      let word =
        switch finding.verdict {
        case .good: "ok  "
        case .doubtful: "?   "
        case .bad: "BAD "
        }
      context.output.print("\(word) \(finding.text)")
      if let remedy = finding.remedy { context.output.print("     -> \(remedy)") }
    }
    return findings.contains { $0.verdict == .bad } ? .failure : .success
  }
}
