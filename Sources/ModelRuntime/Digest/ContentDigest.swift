import Locks

/// The digest of a model's file. Of a large file it is worked out on a thread of its own once the
/// model is built, which can serve meanwhile: it takes about as long as the building.
public final class ContentDigest: Sendable {
  private let text: Monitor<String?>
  private static let ownThreadBytes = 1 << 20

  public init(_ text: String) {
    self.text = Monitor(text)
  }

  /// Starts digesting `content`, which lives until that is done.
  init(of content: FileContent) {
    text = Monitor(nil)
    let isStarted =
      content.count >= ContentDigest.ownThreadBytes
      && Parallel.startDetached { [self] in digest(content) }
    if !isStarted { digest(content) }
  }

  private func digest(_ content: FileContent) {
    let digest = content.withBytes { SHA256.hexadecimal(of: $0) }
    text.withLock { $0 = digest }
  }

  /// Lower-case hexadecimal. Waits where it is not known yet: milliseconds, once.
  public var hexadecimal: String {
    text.wait { $0 } ?? ""
  }
}
