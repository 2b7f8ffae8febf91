/// A loop's own record of a connection.
struct ConnectionSlot {
  var actor: HandlerActor?
  var descriptor: Int32 = -1
  /// Counts the connections that used this slot: an event of an earlier one is told by it.
  var generation: UInt32 = 0
  var coalescing = CoalescingState(.off)
  /// In the loop's list of connections that are read by the clock.
  var isPacedListed = false
  /// The deadline that was given to the loop's timers last.
  var wakeTime: Int64 = .max
}
