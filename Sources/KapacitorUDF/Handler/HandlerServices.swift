/// What the program around sessions provides to the handlers in them. One for all of them.
public final class HandlerServices: Sendable {
  public let log: any LogSink
  public let clock: any HandlerClock
  public let models: any ModelLookup

  public init(
    log: any LogSink = NoLog(), clock: any HandlerClock = SystemClock(),
    models: any ModelLookup = NoModels()
  ) {
    self.log = log
    self.clock = clock
    self.models = models
  }
}
