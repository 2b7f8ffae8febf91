/// What becomes of a task whose snapshot does not fit its handler (another version, other state,
/// damaged bytes).
public enum RestorePolicy: String, Sendable, CaseIterable {
  /// The task starts without state and a warning says why: a changed option must not brick a task.
  case startClean = "start_clean"
  /// The Restore is refused: Kapacitor stops the task, every time it is started.
  case fail
}
