import Glibc
import KapacitorUDF

/// A UDF served at a socket of its own by threads of this process: for tests that want Kapacitor to talk to a few lines
/// of Swift, without a daemon around them.
public final class ListeningUDF: Sendable {
  public let path: String
  private let listener: UnixSocket
  private let accepter: WorkerThread

  /// Listens until it is released. A file that is there already is taken away first.
  public init(_ udf: InProcessUDF, at path: String) throws {
    self.path = path
    let listener = try UnixSocket(listeningAt: path)
    self.listener = listener
    accepter = try WorkerThread("udf-accept") {
      while let connection = listener.accept() {
        // A connection for which there is no thread is closed, as a full listener's would be.
        _ = try? udf.serve(connection)
      }
    }
  }

  deinit {
    listener.shutdownBoth()
    accepter.join()
    unlink(path)
  }
}
