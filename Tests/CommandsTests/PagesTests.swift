import Foundation
import KapacitorPeer
import UDFWire
import XCTest

@testable import Commands

/// The status page and a replay's report in a browser: what is on them, that hostile names stay text, that the content
/// security policy is not hurt, and that nothing runs over a narrow screen's edge.
final class PagesTests: XCTestCase {
  private static let hostile = "<img src=x onerror=document.title='owned'>\"'&"

  private var browser: Browser!

  override func setUpWithError() throws { browser = try Browser() }

  /// The page with a script in front of its own, with its own nonce.
  private func page(_ page: String, after script: String) throws -> String {
    let nonce = try XCTUnwrap(page.firstMatch(of: /<script nonce="([0-9a-f]+)">/)?.1)
    return page.replacing("<body>", with: "<body><script nonce=\"\(nonce)\">\(script)</script>")
  }

  private static let widths = [1280, 390]

  /// A page that shows another in frames of a desktop's and a phone's width, and says how that one lies in them. A
  /// window itself cannot be as narrow as a phone.
  private static func frames(of name: String) -> String {
    let frames = widths.map { "<iframe style=\"width: \($0)px\" src=\"\(name).html\"></iframe>" }
    return """
      <!doctype html><meta name="color-scheme" content="light dark">
      <style>body { margin: 0; width: 1700px } iframe { border: 0; height: 3600px }</style>
      \(frames.joined())
      <script>setInterval(() => {
        const pages = [...document.querySelectorAll('iframe')].map(frame => frame.contentDocument);
        if (pages.some(page => page.readyState !== 'complete')) return;
        const roots = pages.map(page => page.documentElement);
        document.body.dataset.width = roots.map(root => root.clientWidth).join();
        document.body.dataset.overflow = roots.map(root => root.scrollWidth - root.clientWidth).join();
        document.body.dataset.background = getComputedStyle(pages[0].body).backgroundColor;
      }, 200);</script>
      """
  }

  private func attribute(_ name: String, of document: String) -> String? {
    guard let start = document.range(of: "data-\(name)=\"")?.upperBound,
      let end = document[start...].firstIndex(of: "\"")
    else { return nil }
    return String(document[start..<end])
  }

  /// Loads a page from a file, wide and narrow, light and dark.
  private func checkLayout(_ page: String, in directory: String, named name: String) throws {
    try page.write(toFile: "\(directory)/\(name).html", atomically: true, encoding: .utf8)
    let path = "\(directory)/frames.html"
    try Self.frames(of: name).write(toFile: path, atomically: true, encoding: .utf8)
    var backgrounds: Set<String> = []
    for isDark in [false, true] {
      let visit = try browser.visit("file://\(path)", isDark: isDark)
      XCTAssertEqual(visit.console, [], name)
      XCTAssertEqual(attribute("width", of: visit.document), "1280,390", name)
      XCTAssertEqual(attribute("overflow", of: visit.document), "0,0", name)
      backgrounds.insert(attribute("background", of: visit.document) ?? "none")
      if let kept = ProcessInfo.processInfo.environment["UDFD_SCREENSHOTS"] {
        _ = try browser.visit(
          "file://\(path)", height: 3000, isDark: isDark,
          screenshot: "\(kept)/\(name)\(isDark ? "-dark" : "").png")
      }
    }
    XCTAssertEqual(backgrounds.count, 2, "dark mode is another one")
  }

  func testTheStatusPage_ofADaemonAtWork() throws {
    let port = try HTTPRequest.freePort()
    let served = try ServedProcess("", files: ["turbine.txt": ModelText.step(100)])
    try served.configure(
      """
      [models.turbine]
      path = 'turbine.txt'
      [models.absent]
      path = 'absent.pkl'
      [udf.wind_turbine]
      handler = 'wind_turbine'
      model = 'turbine'
      [udf.waiting]
      handler = 'wind_turbine'
      model = 'absent'
      [udf.mirror]
      handler = 'mirror'
      """, daemon: "http = '127.0.0.1:\(port)'")
    try served.serve()
    let tasks = try ["turbines", Self.hostile].map { name in
      let task = try served.task("wind_turbine", name)
      try task.initialize()
      return task
    }
    let streaming = Streaming(tasks)
    defer { streaming.stop() }
    let visit = try browser.visit("http://127.0.0.1:\(port)/", milliseconds: 12_000)
    XCTAssertEqual(visit.console, [])
    for text in [
      "<h1>udfd</h1>", ">wind_turbine <", ">mirror <", ">turbines</td>", ">serving</b>",
      // As text, with what it is made of escaped.
      ">&lt;img src=x onerror=document.title='owned'&gt;\"'&amp;</td>",
      ">turbine <", "absent.pkl", "continuity is off", "class=\"line\"",
    ] {
      XCTAssertTrue(visit.document.contains(text), "\(text)\n\(visit.document.suffix(6_000))")
    }
    XCTAssertTrue(visit.document.contains("<title>udfd: serving</title>"))
    XCTAssertFalse(visit.document.contains("<img"))
    // The same page with the same answers from a file, where its layout can be measured.
    let shown = try HTTPRequest.get("/", port: port).body
    let first = try HTTPRequest.get("/status", port: port).body
    usleep(300_000)
    let second = try HTTPRequest.get("/status", port: port).body
    let stub = """
      const answers = [\(first.replacing("<", with: "\\u003c")), \(second.replacing("<", with: "\\u003c"))];
      let asked = 0;
      window.fetch = async () => {
        const answer = structuredClone(answers[Math.min(asked, 1)]);
        if (asked > 1) {
          answer.uptime_seconds += 2 * (asked - 1);
          for (const udf of answer.udfs) {
            const more = Math.round(40000 * (asked - 1) + 15000 * Math.sin(asked / 4));
            if (udf.connections.length) udf.totals.points_in += more;
            for (const task of udf.connections) task.counters.points_in += more / 2;
          }
          for (const model of answer.models) model.predictions += Math.round(30000 * (asked - 1) + 9000 * Math.sin(asked / 3));
        }
        asked++;
        return { ok: true, json: async () => answer };
      };
      const later = window.setTimeout;
      window.setTimeout = (work, time) => later(work, time === 2000 ? 60 : time);
      """
    try checkLayout(page(shown, after: stub), in: served.directory, named: "status")
  }

  func testTheReport_ofAReplay() throws {
    let directory = NSTemporaryDirectory() + "udfd-report-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    var rows = "time,turbine,wind_speed,grid_active_power,\(Self.hostile.filter { $0 != "\"" })\n"
    for index in 0..<20_000 {
      let speed = 8 + 5 * sin(Double(index) / 900) + Double(index * 7919 % 100) / 100
      let isFaulty = index % 4_000 > 3_600
      let power = max(0, 90 + 40 * (speed - 8)) * (isFaulty ? 0.4 : 1)
      rows += "\(index * 60),T\(index % 3),\(speed),\(power),\(index % 17)\n"
    }
    try rows.write(toFile: "\(directory)/turbine.csv", atomically: true, encoding: .utf8)
    try ModelText.step(100).write(
      toFile: "\(directory)/model.txt", atomically: true, encoding: .utf8)
    try """
    [models.turbine]
    path = "\(directory)/model.txt"
    [udf.wind]
    handler = "wind_turbine"
    model = "turbine"
    """.write(toFile: "\(directory)/udfd.toml", atomically: true, encoding: .utf8)
    let context = CommandContext(output: Console(), errors: Console(), environment: [:])
    let status = UDFDCommand.run(
      [
        "replay", "\(directory)/turbine.csv", "--config", "\(directory)/udfd.toml", "--udf", "wind",
        "--tags", "turbine", "--time-format", "s", "--report", "\(directory)/report.html",
      ], context)
    XCTAssertEqual(status, .success, context.errors.text)
    let page = try String(contentsOfFile: "\(directory)/report.html", encoding: .utf8)
    // However many points there are.
    XCTAssertLessThan(page.utf8.count, 1_000_000)
    let visit = try browser.visit("file://\(directory)/report.html")
    XCTAssertEqual(visit.console, [])
    for text in [
      ">wind</h1>", "grid_active_power by wind_speed, coloured by anomaly_status</h2>",
      "<b>anomaly_status over time</b>", "<b>wind_speed</b>", "class=\"band\"", "<canvas",
      "&lt;img src=x onerror=document.title='owned'&gt;", ">above the lowest level</dt>",
      ">20,000</dd>", "from writing a point to reading its answer",
    ] {
      XCTAssertTrue(visit.document.contains(text), text)
    }
    XCTAssertFalse(visit.document.contains("<img"))
    XCTAssertFalse(visit.document.contains("NaN"))
    try checkLayout(page, in: directory, named: "report")
  }

  /// Points through tasks until it is stopped.
  private final class Streaming: Sendable {
    private let tasks: [KapacitorTask]
    private let queue = DispatchQueue(label: "streaming")
    private let ended = DispatchSemaphore(value: 0)

    init(_ tasks: [KapacitorTask]) {
      self.tasks = tasks
      for task in tasks { send(task, 0) }
    }

    private func send(_ task: KapacitorTask, _ start: Int64) {
      queue.asyncAfter(deadline: .now() + 0.02) { [weak self] in
        guard let self, self.ended.wait(timeout: .now()) == .timedOut else { return }
        for index in start..<start + 200 {
          var fields: OrderedMap<FieldValue> = ["wind_speed": .double(Double(index % 20))]
          if index % 50 != 0 { fields["grid_active_power"] = .double(90) }
          try? task.send(Point(timeNanoseconds: index, name: "m", fields: fields))
        }
        self.send(task, start + 200)
      }
    }

    func stop() {
      for _ in tasks { ended.signal() }
      queue.sync {}
      for task in tasks { task.abort() }
    }
  }
}
