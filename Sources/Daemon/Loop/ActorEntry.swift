/// Entering a handler actor from its own loop, without an allocation.
///
/// `assumeIsolated` would do the same, but allocates two closure contexts and takes about 195 ns each time. A closure
/// with an `isolated` parameter differs from one without only in what the compiler demands of its caller, so it is
/// reinterpreted once, which is what the standard library does inside `assumeIsolated`, and then costs 30 ns.
///
/// What makes it sound: the caller is the actor's executor. `EventLoop` calls it on its own thread, for the actors
/// whose `unownedExecutor` it is, while no job of such an actor is running (jobs run on the same thread). Debug builds
/// check it at each entry.
enum ActorEntry {
  private typealias Isolated = @Sendable (isolated HandlerActor, UInt32, Int64) -> Turn
  typealias Plain = @Sendable (HandlerActor, UInt32, Int64) -> Turn

  private static let isolatedTurn: Isolated = { actor, events, now in
    actor.turn(events: events, now: now)
  }

  /// Runs one turn of an actor. Parameters: the actor, epoll's events, monotonic nanoseconds.
  static let turn = unsafeBitCast(isolatedTurn, to: Plain.self)

  private static let isolatedKeepAlive: @Sendable (isolated HandlerActor) -> Void = { actor in
    actor.keepAliveWhileBusy()
  }
  private static let isolatedBlame: @Sendable (isolated HandlerActor) -> String = { actor in
    actor.blame()
  }

  /// For the liveness thread, and only while it holds the loop's lease: the loop's thread is inside a handler then, and
  /// touches nothing of the actor but its session until the lease is given back.
  static let keepAlive = unsafeBitCast(
    isolatedKeepAlive, to: (@Sendable (HandlerActor) -> Void).self)
  static let blame = unsafeBitCast(isolatedBlame, to: (@Sendable (HandlerActor) -> String).self)
}
