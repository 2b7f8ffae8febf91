/// What a command leaves for the shell.
public enum ExitStatus: Int32, Sendable {
  case success = 0
  /// What was asked for could not be done, or was found wanting.
  case failure = 1
  /// The command line was not understood.
  case usage = 2
}
