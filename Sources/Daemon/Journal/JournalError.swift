/// Why a journal cannot be made or cannot be trusted.
public enum JournalError: Error, Equatable, CustomStringConvertible {
  case system(SystemError)
  /// Written by a release whose layout this one does not know.
  case version(UInt32)
  /// What it says cannot be true. Its connection is closed: nobody guesses at framing.
  case damaged(String)
  /// Its connection had ended.
  case closed

  public var description: String {
    switch self {
    case .system(let error):
      "journal: \(error); check the limits on memory and open files of this process"
    case .version(let version):
      "journal: layout version \(version) is not known to this release: its connection is closed; restart the task"
    case .damaged(let what):
      "journal: damaged (\(what)): its connection is closed; restart the task"
    case .closed:
      "journal: its connection had ended"
    }
  }
}
