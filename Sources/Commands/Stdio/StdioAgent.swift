import Daemon
import Glibc
import Handlers
import KapacitorUDF
import ModelRuntime
import PlainText
import Settings
import UDFWire

/// Runs one configured UDF for one use in a task: bytes from Kapacitor on standard input, answers on standard output.
///
/// Reading, handling and writing take turns on one thread. Kapacitor reads and writes independently, so that waiting
/// for it to take answers can never keep it from sending.
struct StdioAgent: ~Copyable {
  private static let roomBytes = 256 << 10
  private static let readBytes = 64 << 10
  /// How often models that load are looked for, and Kapacitor is told that we live.
  private static let waitMilliseconds: Int32 = 1_000

  private let name: String
  private let log: any LogSink
  private let loading: BackgroundLoad
  private var session: UDFSession
  private let memory: UnsafeMutableRawPointer
  private let input: Int32
  private let output: Int32
  // What was read and not consumed yet.
  private var pending: [UInt8] = []

  init(
    udf: String, source: ConfigurationSource, registry: HandlerRegistry,
    input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO
  ) throws {
    let configuration = try Configuration(source, registry: registry)
    let names = configuration.udfs.map(\.name)
    guard names.contains(udf) else {
      throw UsageError(
        "there is no [udf.\(udf)] in \(configuration.file); "
          + NearestName.suggestion(for: udf, among: names))
    }
    let store = ModelStore()
    store.declare(names: configuration.models.map(\.name))
    let catalog = try UDFCatalog(configuration, registry: registry, store: store)
    guard let entry = catalog[udf] else { throw UsageError("there is no [udf.\(udf)]") }
    name = udf
    log = StandardErrorLog(minimumLevel: configuration.daemon.logLevel)
    // Info needs no model: Kapacitor's timer runs while it waits for that answer.
    loading = BackgroundLoad(entry, configuration, store)
    session = UDFSession(
      definition: entry.definition,
      configuration: SessionConfiguration(
        maximumFrameBytes: configuration.daemon.maximumFrameBytes, outputRoomBytes: Self.roomBytes),
      services: HandlerServices(log: log, models: StoreModels(store)))
    memory = .allocate(byteCount: Self.roomBytes, alignment: 16)
    self.input = input
    self.output = output
  }

  deinit { memory.deallocate() }

  /// Returns when the input has ended; false after a fault, which has been logged.
  consuming func run() -> Bool {
    while true {
      let progress = process()
      guard let progress else { return false }
      switch progress.state {
      case .needsOutputRoom: continue
      case .finished: return finish()
      case .waitingForDefinition: if !waitForModels() { return finish() }
      case .needsInput: if !readMore(progress) { return finish() }
      }
    }
  }

  /// nil: the answers could not be written.
  private mutating func process() -> SessionProgress? {
    let spill = HeapSpill()
    var writer = ResponseWriter(base: memory, capacity: Self.roomBytes, spill: spill)
    let progress = pending.withUnsafeBytes { session.process($0, &writer) }
    guard write(writer, spill) else { return nil }
    pending.removeFirst(progress.consumed)
    return progress
  }

  /// Waits for bytes or for the time that the handler asked for. false: the input has ended.
  private mutating func readMore(_ progress: SessionProgress) -> Bool {
    while true {
      var waiting = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, timeoutMilliseconds())
      if ready < 0 && errno != EINTR { return false }
      if ready == 0, !wake() { return false }
      guard ready > 0 else { continue }
      var count = 0
      let wanted = max(Self.readBytes, min(1 << 20, progress.pendingFrameBytes ?? 0))
      let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
        count = read(input, buffer.baseAddress, wanted)
        filled = max(0, count)
      }
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      pending += bytes
      return count > 0
    }
  }

  private func timeoutMilliseconds() -> Int32 {
    guard let wake = session.wakeTimeNanoseconds else { return -1 }
    return Int32(clamping: max(0, (wake - SystemClock().nowNanoseconds) / 1_000_000 + 1))
  }

  /// The handler's time, if it has come.
  private mutating func wake() -> Bool {
    let now = SystemClock().nowNanoseconds
    guard let time = session.wakeTimeNanoseconds, time <= now else { return true }
    let spill = HeapSpill()
    var writer = ResponseWriter(base: memory, capacity: Self.roomBytes, spill: spill)
    _ = session.timeReached(now, &writer)
    return write(writer, spill)
  }

  /// Init waits until the models are there, or have failed, kept alive meanwhile.
  private mutating func waitForModels() -> Bool {
    if loading.wait(milliseconds: Self.waitMilliseconds) { return true }
    return writeAll(UDFSession.keepalive(timeNanoseconds: SystemClock().nowNanoseconds))
  }

  private consuming func finish() -> Bool {
    let spill = HeapSpill()
    var writer = ResponseWriter(base: memory, capacity: Self.roomBytes, spill: spill)
    session.endOfInput(&writer)
    let isWritten = write(writer, spill)
    guard let fault = session.fault else { return isWritten }
    log.write(
      LogRecord(
        level: .error, message: "\(fault)", udf: name, task: session.taskID,
        node: session.nodeID))
    return false
  }

  private func write(_ writer: borrowing ResponseWriter, _ spill: HeapSpill) -> Bool {
    // The writer has filled `count` bytes of `memory` and no more.
    let bytes = UnsafeRawBufferPointer(start: memory, count: writer.count)
    guard writeAll(bytes) else { return false }
    return writer.spilledCount == 0 || writeAll(spill.bytes(writer.spilledCount))
  }

  private func writeAll(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { writeAll($0) }
  }

  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(output, rest.baseAddress, rest.count)
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      } else if errno != EINTR {
        // Kapacitor has gone: it stops a task by closing our output.
        return false
      }
    }
    return true
  }
}
