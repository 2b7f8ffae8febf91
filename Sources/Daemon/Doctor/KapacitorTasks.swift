import Glibc
import KapacitorUDF
import PlainText

/// The tasks of a running Kapacitor, asked over its HTTP API.
public struct KapacitorTasks: Sendable {
  public static let defaultURL = "http://localhost:9092"
  /// Tasks asked for at a time.
  private static let page = 100
  private static let maximumTasks = 10_000

  struct Task: Equatable {
    let name: String
    let script: String
    let isEnabled: Bool
    let isExecuting: Bool
    let error: String
  }

  private let url: String

  /// - Parameter url: as `KAPACITOR_URL` has it.
  public init(url: String) { self.url = url }

  /// A UDF, and a task that is connected to it.
  struct Use: Hashable {
    let udf: String
    let task: String
  }

  /// What is wrong with the tasks that use the UDFs.
  ///
  /// - Parameters:
  ///   - connected: what the daemon says; nil where it could not be asked.
  ///   - processes: UDFs that are not served by the daemon.
  func findings(
    _ catalog: UDFCatalog, connected: Set<Use>?, ofProcesses processes: Set<String>
  ) -> [Finding] {
    do {
      return Self.findings(try all(), catalog, connected, ofProcesses: processes)
    } catch {
      return [
        .doubtful(
          "the TICKscripts were not looked at: \(OneLine.describing(error))",
          "start kapacitord, or name its address with --kapacitor-url URL")
      ]
    }
  }

  static func findings(
    _ tasks: [Task], _ catalog: UDFCatalog, _ connected: Set<Use>?,
    ofProcesses processes: Set<String> = []
  ) -> [Finding] {
    var findings: [Finding] = []
    var users = 0
    for task in tasks {
      let calls = UDFCall.calls(in: task.script).filter { catalog[$0.udf] != nil }
      guard !calls.isEmpty else { continue }
      users += 1
      for call in calls {
        guard let info = catalog[call.udf]?.definition.info else { continue }
        findings += call.findings(info, task: task.name)
      }
      if let finding = task.finding {
        findings.append(finding)
      } else if let connected, task.isExecuting,
        let lost = calls.first(where: {
          !processes.contains($0.udf) && !connected.contains(Use(udf: $0.udf, task: task.name))
        })
      {
        findings.append(task.isCutOff(from: lost.udf))
      }
    }
    guard findings.isEmpty else { return findings }
    return [
      .good(
        users == 0
          ? "kapacitord answers; none of its \(tasks.count) tasks uses these UDFs"
          : "kapacitord answers; \(users) of its \(tasks.count) tasks \(users == 1 ? "uses" : "use") these UDFs, "
            + "as their signatures say")
    ]
  }

  private func all() throws -> [Task] {
    var tasks: [Task] = []
    while tasks.count < Self.maximumTasks {
      let text = try LoopbackHTTP.get(
        url,
        path: "/kapacitor/v1/tasks?fields=script&fields=status&fields=executing&fields=error"
          + "&limit=\(Self.page)&offset=\(tasks.count)")
      guard let answer = JSONValue(parsing: text), answer["tasks"] != nil else {
        throw LoopbackHTTP.Failure(description: "\(url) does not answer as Kapacitor does")
      }
      let page = (answer["tasks"]?.elements ?? []).map { task in
        Task(
          name: task["id"]?.asString ?? "", script: task["script"]?.asString ?? "",
          isEnabled: task["status"]?.asString == "enabled",
          isExecuting: task["executing"]?.asBoolean ?? false, error: task["error"]?.asString ?? "")
      }
      tasks += page
      if page.count < Self.page { break }
    }
    return tasks
  }
}

extension KapacitorTasks.Task {
  /// A task that was enabled and stands still: Kapacitor does not start it again by itself.
  fileprivate var finding: Finding? {
    guard isEnabled, !isExecuting || !error.isEmpty else { return nil }
    return .bad(
      "task \(OneLine.escaping(name)) stands still: "
        + (error.isEmpty ? "it is enabled and not executing" : OneLine.escaping(error)),
      "put right what it says, then kapacitor disable \(OneLine.escaping(name)) && kapacitor enable "
        + OneLine.escaping(name))
  }

  /// Kapacitor may show a task as executing whose UDF it has given up: after `keepalive timedout`.
  fileprivate func isCutOff(from udf: String) -> Finding {
    let name = OneLine.escaping(name)
    return .bad(
      "task \(name) is executing, says kapacitord, and is not connected to udf \(udf): no point reaches it",
      "kapacitor disable \(name) && kapacitor enable \(name); the reason is in Kapacitor's log")
  }
}
