import CKernel

extension Journal {
  /// Names what is about to be handled, so that the next process knows what this one died on.
  @inline(__always)
  func mark(_ count: Int) {
    let mark = journal_mark_of(header)!
    if mark.pointee.start != record.consumed {
      mark.pointee.start = record.consumed
      mark.pointee.deaths = 0
      mark.pointee.faults = 0
    }
    mark.pointee.end = record.consumed &+ UInt64(count)
  }

  /// Nothing is being handled.
  @inline(__always)
  func clearMark() {
    let mark = journal_mark_of(header)!
    mark.pointee.end = mark.pointee.start
  }

  /// A fault of this thread counts for this journal from now on.
  @inline(__always)
  func markThread() {
    kernel_set_thread_mark(journal_mark_of(header))
  }

  /// This thread may outlive the journal.
  func leaveThread() { kernel_set_thread_mark(nil) }

  /// A handler that does not come back counts as a fault of what it is handling.
  /// - Parameter isCertain: its frame is the only one.
  func blameMark(isCertain: Bool) {
    let mark = journal_mark_of(header)!
    guard mark.pointee.end > mark.pointee.start else { return }
    mark.pointee.faults &+= isCertain ? Suspicion.faultsToSetAside : 1
  }

  /// What is being handled: inbound position and bytes.
  var marked: (start: UInt64, count: UInt64) {
    let mark = journal_mark_of(header)!
    return (mark.pointee.start, mark.pointee.end &- mark.pointee.start)
  }

  /// Handed over on purpose: the next process need not suspect anything.
  func freeze() {
    clearMark()
    journal_publish(&header.pointee.frozen, 1)
  }

  /// Names one frame and takes over the count of deaths of what it was part of.
  func mark(frameOf count: Int, _ suspicion: Suspicion) {
    let mark = journal_mark_of(header)!
    mark.pointee.end = mark.pointee.start
    mark.pointee.deaths = suspicion.deaths
    mark.pointee.faults = suspicion.faults
    mark.pointee.start = record.consumed
    mark.pointee.end = record.consumed &+ UInt64(count)
  }

  /// Names the frames that are about to be repeated.
  func markReplay() {
    let mark = journal_mark_of(header)!
    guard mark.pointee.start != record.checkpoint_consumed || mark.pointee.end != record.consumed
    else { return }
    mark.pointee.start = record.checkpoint_consumed
    mark.pointee.deaths = 0
    mark.pointee.faults = 0
    mark.pointee.end = record.consumed
  }

  /// At adoption: what the process that had this journal died on, this death counted; nil where it died elsewhere.
  func takeUpMark() -> Suspicion? {
    let mark = journal_mark_of(header)!
    guard mark.pointee.end > mark.pointee.start else { return nil }
    mark.pointee.deaths &+= 1
    return Suspicion(
      start: mark.pointee.start, end: mark.pointee.end, deaths: mark.pointee.deaths,
      faults: mark.pointee.faults)
  }
}
