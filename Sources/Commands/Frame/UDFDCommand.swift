import Glibc
import Handlers
import PlainText
import Settings

/// The command line of udfd, and of a udfd of one's own.
public enum UDFDCommand {
  /// Runs the process's command line and exits.
  ///
  /// A udfd with handlers of one's own is a program of one line:
  /// `UDFDCommand.main(registry: .builtIn.registering(MyHandler.self))`.
  public static func main(registry: HandlerRegistry = .builtIn) -> Never {
    // A reader that goes away (`udfd status | head`) shows as an error of write, not as a death.
    signal(SIGPIPE, SIG_IGN)
    let context = CommandContext.ofProcess(registry: registry)
    let status = run(Array(CommandLine.arguments.dropFirst()), context)
    exit(status.rawValue)
  }

  /// Runs one command line, without the program's name. Everything printed has been written on return.
  public static func run(_ arguments: [String], _ context: CommandContext) -> ExitStatus {
    defer {
      context.output.flush()
      context.errors.flush()
    }
    guard let name = arguments.first else {
      context.errors.write(HelpText.overview(of: CommandList.all))
      return .usage
    }
    if ["help", "--help", "-h"].contains(name) { return help(arguments.dropFirst(), context) }
    if name == "--version" { return run(["version"], context) }
    guard let command = CommandList.all.first(where: { $0.manual.name == name }) else {
      return unknown(name, context)
    }
    let rest = Array(arguments.dropFirst())
    if rest.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      context.output.write(HelpText.command(command.manual))
      return .success
    }
    do {
      return try command.run(Arguments(parsing: rest, by: command.manual), context)
    } catch let error as UsageError {
      context.errors.print("udfd \(name): \(error); see 'udfd \(name) --help'")
      return .usage
    } catch {
      context.errors.print("udfd \(name): \(error)")
      return .failure
    }
  }

  private static func help(
    _ arguments: ArraySlice<String>, _ context: CommandContext
  ) -> ExitStatus {
    guard let name = arguments.first else {
      context.output.write(HelpText.overview(of: CommandList.all))
      return .success
    }
    guard let command = CommandList.all.first(where: { $0.manual.name == name }) else {
      return unknown(name, context)
    }
    context.output.write(HelpText.command(command.manual))
    return .success
  }

  private static func unknown(_ name: String, _ context: CommandContext) -> ExitStatus {
    let known = CommandList.all.map { $0.manual }.filter { !$0.isHidden }.map(\.name)
    let remedy =
      name.hasPrefix("-")
      ? "flags stand after the command: udfd COMMAND \(OneLine.escaping(name))"
      : NearestName.suggestion(for: name, among: known)
    context.errors.print("udfd: there is no command \(QuotedText.of(name)); \(remedy)")
    return .usage
  }
}
