import Daemon
import Handlers
import KapacitorPeer
import KapacitorUDF
import PlainText
import UDFWire

/// Gives a frame that was set aside to its UDF once more, and says what becomes of that.
struct QuarantineReplay {
  private let entry: QuarantineEntry
  private let arguments: Arguments
  private let context: CommandContext

  init(_ entry: QuarantineEntry, _ arguments: Arguments, _ context: CommandContext) {
    self.entry = entry
    self.arguments = arguments
    self.context = context
  }

  func run() throws -> ExitStatus {
    let limit = try arguments.duration("timeout") ?? 30_000_000_000
    if let path = arguments.string("socket") { return try toSocket(path, within: limit) }
    if arguments.isSet("in-process") { return try here() }
    var again = ["quarantine", "replay", entry.path, "--in-process"]
    for flag in ["config", "state-directory"] {
      if let value = arguments.string(flag) { again += ["--\(flag)", value] }
    }
    context.output.flush()
    context.errors.flush()
    switch try IsolatedRun.run(again, context.environment, within: limit) {
    case .exited(let status): return status == 0 ? .success : .failure
    case .killed(let signal, let name):
      context.output.print("it kills the process again: signal \(signal) (\(name))")
    case .stuck:
      context.output.print(
        "the handler did not come back in \(OptionValue.duration(nanoseconds: limit).text): it was killed"
      )
    }
    return .failure
  }

  // MARK: - In this process

  private func here() throws -> ExitStatus {
    let udf = entry.content.udf
    let checked = try CheckedConfiguration(
      arguments.configurationSource(context), registry: context.registry)
    guard let definition = checked.catalog[udf]?.definition else {
      throw QuarantineError(
        description:
          "the frame is of UDF \(OneLine.escaping(udf)), which \(checked.configuration.file) does not configure (any more): "
          + "name another configuration with --config, or a running UDF with --socket")
    }
    if let problem = checked.problems.first { throw QuarantineError(description: problem) }
    let services = HandlerServices(
      log: StandardErrorLog(minimumLevel: .info), models: StoreModels(checked.store))
    var trial = try FrameTrial(entry, definition, services)
    let answers = try trial.run()
    if let fault = trial.fault { context.output.print("the session ends: \(fault)") }
    show(answers)
    return trial.fault == nil ? .success : .failure
  }

  private func show(_ answers: [Response]) {
    let data = answers.filter { if case .keepalive = $0 { false } else { true } }
    context.output.print(
      data.isEmpty
        ? "it is handled, and nothing is answered" : "it is handled; \(data.count) answered:")
    for answer in data {
      context.output.print(
        OneLine.escaping("  " + Self.text(answer), maximumCharacters: 2_000))
    }
  }

  private static func text(_ answer: Response) -> String {
    switch answer {
    case .point(let point):
      let tags = point.tags.map { "\($0.name)=\($0.value)" }
      let fields = point.fields.map { "\($0.name)=\(FrameText.text($0.value))" }
      return "point \(point.name) " + (tags + fields).joined(separator: " ")
    case .begin(let begin): return "begin \(begin.name) \(begin.group)"
    case .end(let end): return "end \(end.name) \(end.group)"
    case .error(let error): return "error: \(error.error)"
    case .initialize(let answer): return answer.success ? "init" : "init refused: \(answer.error)"
    case .restore(let answer):
      return answer.success ? "restored" : "restore refused: \(answer.error)"
    case .snapshot(let answer): return "snapshot of \(answer.snapshot.count) bytes"
    case .info, .keepalive: return "\(answer.kind)"
    }
  }

  // MARK: - To a socket

  private func toSocket(_ path: String, within limit: Int64) throws -> ExitStatus {
    let initialization = entry.session?.initialization
    var settings = TaskSettings()
    settings.taskID = entry.content.task
    settings.nodeID = entry.content.node
    let task = try KapacitorTask(socket: path, settings: settings)
    if entry.kind != "\(RequestKind.initialize)" {
      try task.initialize(options: initialization?.options ?? [])
      if !entry.content.handlerState.isEmpty { try task.restore(entry.content.handlerState) }
      if let batch = entry.session?.inputBatch { try task.send(batch) }
    }
    do {
      try task.send(frame: entry.content.frame)
      try task.finish(within: .nanoseconds(limit))
    } catch let fault as PeerFault {
      switch fault.kind {
      case .closedEarly, .cutFrame, .transport:
        context.output.print("the UDF closed the connection: it died of the frame, or gave up")
      case .silent: context.output.print("the UDF did not answer: \(fault)")
      case .batchLeftOpen:
        show(task.received)
        return .success
      default: context.output.print("\(fault)")
      }
      return .failure
    }
    show(task.received)
    return .success
  }
}
