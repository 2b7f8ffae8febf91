/// What a process was handling when it died, and how often that has been so.
///
/// Frames are handed over in bursts, so the first death names a burst. The next process gives its frames to the handler
/// one by one, each named, with the count taken over: a frame on which it dies then has been there both times.
struct Suspicion {
  let start: UInt64
  let end: UInt64
  /// Times that a process died while it handled this.
  let deaths: UInt32
  /// Of these, how often by a fault of its own: a crash in the handler, or a handler that never came back.
  let faults: UInt32

  static let faultsToSetAside: UInt32 = 2
  /// A process that is killed from outside is rarely the frame's fault; one that is killed for its memory may be. Many
  /// kills in the same instant of the same frame tell the two apart.
  static let deathsToSetAside: UInt32 = 5

  var isFatal: Bool { faults >= Self.faultsToSetAside || deaths >= Self.deathsToSetAside }

  /// Whether it is exactly this frame.
  func names(_ start: UInt64, _ count: Int) -> Bool {
    self.start == start && end == start &+ UInt64(count)
  }
}
