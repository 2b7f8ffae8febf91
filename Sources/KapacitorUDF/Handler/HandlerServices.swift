/// What the program around sessions provides to the handlers in them.
public struct HandlerServices: Sendable {
  public var log: any LogSink
  public var clock: any HandlerClock
  public var models: any ModelLookup

  public init(
    log: any LogSink = NoLog(), clock: any HandlerClock = SystemClock(),
    models: any ModelLookup = NoModels()
  ) {
    self.log = log
    self.clock = clock
    self.models = models
  }
}
