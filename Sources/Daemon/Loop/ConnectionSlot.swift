/// A loop's own record of a connection.
struct ConnectionSlot {
  var actor: HandlerActor?
  var descriptor: Int32 = -1
  /// Counts the connections that used this slot: an event of an earlier one is told by it.
  var generation: UInt32 = 0
  /// What epoll was told to report of it.
  var watched: UInt32 = 0
  var coalescing = CoalescingState(.off)
  /// In the loop's list of connections that are read by the clock.
  var isPacedListed = false
  /// When the connection wants to be entered without an event; `.max`: never.
  var wakeTime: Int64 = .max
}
