import Locks
import UDFWire

/// What comes back on one connection: matched with what was sent, and written.
final class ReplayConnection: Sendable {
  private struct State {
    var matcher = AnswerMatcher()
    /// Points of the batch that is open; they are written when its End names it.
    var batch: [Point]?
  }

  private let state = Monitor(State())
  private let output: ReplayOutput
  private let observer: (any ReplayObserver)?

  init(_ output: ReplayOutput, _ observer: (any ReplayObserver)?) {
    self.output = output
    self.observer = observer
  }

  /// To be called before the point is written: its answer may come before that call returns.
  func willSend(_ points: [Point]) {
    let now = MonotonicClock.nanoseconds()
    state.withLock { state in for point in points { state.matcher.sent(point, at: now) } }
  }

  func received(_ responses: [Response]) {
    let now = MonotonicClock.nanoseconds()
    let samples = state.withLock { state in
      responses.reduce(into: [Sample]()) { samples, response in
        take(response, &state, at: now, &samples)
      }
    }
    output.write(samples)
  }

  /// No more will come.
  func end() -> ReplaySummary {
    state.withLock { state in
      state.matcher.end()
      return state.matcher.summary
    }
  }

  private func take(
    _ response: Response, _ state: inout State, at now: Int64, _ samples: inout [Sample]
  ) {
    switch response {
    case .begin: state.batch = []
    case .point(let point):
      let matched = state.matcher.answered(point, at: now)
      observer?.answered(
        point, to: matched?.point, latencyNanoseconds: matched?.latencyNanoseconds)
      if state.batch == nil {
        samples.append(Sample(point, measurement: point.name, tags: point.tags))
      } else {
        state.batch?.append(point)
      }
    case .end(let end):
      state.matcher.batchAnswered()
      // Kapacitor takes a batch's name and tags from its End.
      for point in state.batch ?? [] {
        let tags = point.tags.isEmpty ? end.tags : point.tags
        samples.append(Sample(point, measurement: end.name, tags: tags))
      }
      state.batch = nil
    case .info, .initialize, .keepalive, .snapshot, .restore, .error: break
    }
  }
}

extension Sample {
  init(_ point: Point, measurement: String, tags: OrderedMap<String>) {
    self.init(
      measurement: measurement, timeNanoseconds: point.timeNanoseconds,
      tags: tags.map { Tag(name: $0.name, value: $0.value) },
      fields: point.fields.map { Field(name: $0.name, value: $0.value) })
  }
}
