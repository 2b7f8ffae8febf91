import Locks

/// The digest of a model's file. Of a large file it is worked out on a thread of its own once the
/// model is built, which can serve meanwhile: it takes about as long as the building.
public final class ContentDigest: Sendable {
  private let text: Monitor<String?>
  private static let ownThreadBytes = 1 << 20
  private static let pieceBytes = 256 << 10

  public init(_ text: String) {
    self.text = Monitor(text)
  }

  /// Starts digesting `file`, which stays open until that is done.
  init(of file: ModelFile) {
    text = Monitor(nil)
    let isStarted =
      file.count >= ContentDigest.ownThreadBytes
      && Parallel.startDetached { [self] in finish(file) }
    if !isStarted { finish(file) }
  }

  private func finish(_ file: ModelFile) {
    let digest = ContentDigest.digest(file)
    text.withLock { $0 = digest }
  }

  /// What was overwritten since it was loaded cannot be digested any more. It is called after the file that it was, so that
  /// it is taken for no other.
  private static func digest(_ file: ModelFile) -> String {
    var hash = SHA256()
    var piece = [UInt8](repeating: 0, count: min(pieceBytes, file.count))
    do throws(ModelError) {
      for start in stride(from: 0, to: file.count, by: pieceBytes) {
        let count = min(pieceBytes, file.count - start)
        let failure = piece.withUnsafeMutableBytes { piece -> ModelError? in
          let room = UnsafeMutableRawBufferPointer(rebasing: piece[..<count])
          do throws(ModelError) { try file.read(into: room, at: start) } catch { return error }
          hash.add(UnsafeRawBufferPointer(room))
          return nil
        }
        if let failure { throw failure }
      }
      try file.confirm()
    } catch {
      return "unknown-\(file.identity)"
    }
    return hash.hexadecimal()
  }

  /// Lower-case hexadecimal; `unknown-...` where the file was overwritten once the model had been loaded. Waits where it is
  /// not known yet: milliseconds, once.
  public var hexadecimal: String {
    text.wait { $0 } ?? ""
  }
}
