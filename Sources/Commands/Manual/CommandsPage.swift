import Daemon
import Settings

/// udfd(8), from the declarations by which command lines are parsed and `--help` is printed.
enum CommandsPage {
  static func roff(_ commands: [any Command.Type]) -> String {
    let manuals = commands.map { $0.manual }.filter { !$0.isHidden }
    var page = RoffPage(
      title: "UDFD", section: 8, date: UDFDVersion.date, source: "udfd \(UDFDVersion.current)",
      volume: "System Manager's Manual")
    page.section("NAME")
    page.paragraph("udfd - serve Kapacitor's user defined functions")
    page.section("SYNOPSIS")
    page.paragraph("`udfd` COMMAND [flags]")
    page.section("DESCRIPTION")
    page.paragraph(
      "udfd serves Kapacitor's user defined functions (UDFs) over Unix sockets, with machine-learning models loaded once "
        + "and shared by all tasks. What it serves is in its configuration, udfd.toml(5). Kapacitor finds the sockets by "
        + "its own configuration; `udfd kapacitor-conf` prints the lines for it.")
    page.section("COMMANDS")
    for manual in manuals { command(manual, &page) }
    page.section("SIGNALS")
    page.item("SIGHUP", "Reads the configuration and the models again: all or nothing.")
    page.item(
      "SIGTERM, SIGINT",
      "Answers what was read, then ends. Under systemd running tasks are handed over to the next process."
    )
    page.item("SIGUSR1", "To `udfd supervise`: restarts the daemon; no task is lost.")
    page.section("EXIT STATUS")
    page.item("0", "It was done.")
    page.item("1", "It could not be done, or something was found wanting; one line says what.")
    page.item("2", "The command line was not understood.")
    environment(&page)
    files(&page)
    page.section("SEE ALSO")
    page.paragraph("udfd.toml(5), systemctl(1), journalctl(1), /usr/share/doc/udfd")
    return page.text
  }

  private static func command(_ manual: CommandManual, _ page: inout RoffPage) {
    var usage = "`udfd \(manual.name)`"
    if !manual.flags.isEmpty { usage += " [flags]" }
    if !manual.operands.isEmpty { usage += " \(manual.operands)" }
    page.subsection(usage)
    page.paragraph(ConfigurationReference.sentence(manual.summary))
    for flag in manual.flags {
      page.item(roff: label(of: flag), flag.summary)
    }
    notes(manual.notes, &page)
    page.paragraph("Example:")
    page.literal(manual.example)
  }

  /// Notes are written for a terminal: what is indented there stays as it is.
  private static func notes(_ notes: String, _ page: inout RoffPage) {
    var lines = notes.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let first = lines.first {
      let isLiteral = first.hasPrefix(" ")
      let run = lines.prefix { $0.hasPrefix(" ") == isLiteral }
      lines = lines.dropFirst(run.count)
      let text = run.joined(separator: "\n")
      if isLiteral { page.literal(text) } else if !text.isEmpty { page.paragraph(text) }
    }
  }

  private static func label(of flag: Flag) -> String {
    var label = flag.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
    label += "\\fB\\-\\-\(RoffPage.escaped(flag.name))\\fR"
    if let value = flag.value { label += " \\fI\(RoffPage.escaped(value))\\fR" }
    return label
  }

  private static func environment(_ page: inout RoffPage) {
    page.section("ENVIRONMENT")
    page.paragraph(
      "Flags come before the environment, and the environment before the configuration.")
    for section in ConfigurationSections.all {
      for key in section.keys {
        guard let variable = key.environment else { continue }
        page.item(
          variable,
          "`\(key.name)` of `\(section.header)`: "
            + ConfigurationReference.sentence(key.summary))
      }
    }
    page.item("MODEL_PATH", "The file of the model, where exactly one is configured.")
    page.item("KAPACITOR_URL", "Where `udfd doctor` asks for tasks.")
    page.item(
      "WATCHDOG_USEC",
      "For `udfd supervise`: after how many microseconds a daemon that says nothing is replaced; 0: never."
    )
    page.item(
      "UDFD_FDSTORE_MAX",
      "How many descriptors the service manager keeps: what the unit has as FileDescriptorStoreMax=. systemd before "
        + "version 254 does not say so itself.")
  }

  private static func files(_ page: inout RoffPage) {
    page.section("FILES")
    page.item("/etc/udfd/udfd.toml", "The configuration.")
    page.item("/etc/default/udfd", "Environment of the service.")
    page.item("/var/lib/udfd/models", "Where relative paths of models begin.")
    page.item("/var/lib/udfd", "What the daemon keeps.")
    page.item("/run/udfd/NAME.sock", "The socket of UDF NAME.")
    page.item("/usr/share/doc/udfd/examples", "Configurations to begin with, with their tests.")
  }
}
