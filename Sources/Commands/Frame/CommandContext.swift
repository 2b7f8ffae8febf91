import Glibc
import Handlers

/// What a command has to work with besides its arguments.
public struct CommandContext: Sendable {
  public let output: Console
  public let errors: Console
  public let environment: [String: String]
  /// The handlers that a configuration can name.
  public let registry: HandlerRegistry

  public init(
    output: Console, errors: Console, environment: [String: String],
    registry: HandlerRegistry = .builtIn
  ) {
    self.output = output
    self.errors = errors
    self.environment = environment
    self.registry = registry
  }

  /// Of this process.
  public static func ofProcess(registry: HandlerRegistry) -> CommandContext {
    CommandContext(
      output: Console(descriptor: STDOUT_FILENO), errors: Console(descriptor: STDERR_FILENO),
      environment: processEnvironment(), registry: registry)
  }

  private static func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let pointer = entry.pointee {
      let text = String(cString: pointer)
      if let equals = text.firstIndex(of: "=") {
        variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      entry += 1
    }
    return variables
  }
}
