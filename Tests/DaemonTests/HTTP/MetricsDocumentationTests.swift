import Foundation
import XCTest

@testable import Daemon

/// The documents and the dashboard name metrics and labels that there are.
final class MetricsDocumentationTests: XCTestCase {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Names of samples, and the labels that each can have.
  private let known: [String: Set<String>] = {
    var known: [String: Set<String>] = [:]
    for family in MetricsDocument.declarations {
      let labels = Set(family.labels)
      switch family.kind {
      case .gauge: known[family.name] = labels
      case .counter: known[family.name + "_total"] = labels
      case .histogram:
        known[family.name + "_bucket"] = labels.union(["le"])
        known[family.name + "_sum"] = labels
        known[family.name + "_count"] = labels
      }
    }
    return known
  }()

  /// Labels that a scraper adds.
  private static let scraped: Set<String> = ["instance", "job"]

  /// What is wrong with a query: names and labels that there are not.
  private func faults(in query: String) -> [String] {
    var faults: [String] = []
    var labels = Self.scraped
    for match in query.matches(of: /\b((?:udfd|process)_[a-z_]+)(?:\{([^}]*)\})?/) {
      let name = String(match.1)
      guard let own = known[name] else {
        faults.append("there is no \(name)")
        continue
      }
      labels.formUnion(own)
      for label in (match.2 ?? "").matches(of: /([a-z_]+) *(?:=~|!~|!=|=)/)
      where !own.union(Self.scraped).contains(String(label.1)) {
        faults.append("\(name) has no label \(label.1)")
      }
    }
    for match in query.matches(of: /by \(([^)]*)\)/) {
      for label in match.1.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) })
      where !labels.contains(label) {
        faults.append("nothing in it has the label \(label)")
      }
    }
    return faults
  }

  func testTheTableOfMetricsIsCurrent() throws {
    XCTAssertTrue(
      try text("docs/metrics.md").contains("\n\n" + MetricsReference.markdown() + "\n"),
      "put the table of `swift run udfd reference metrics` into docs/metrics.md")
  }

  func testTheQueriesInTheDocumentsHold() throws {
    var count = 0
    for page in ["metrics", "operations", "troubleshooting", "security"] {
      for match in try text("docs/\(page).md").matches(of: /`([^`\n]*\b(?:udfd|process)_[^`\n]*)`/)
      {
        let code = String(match.1)
        // The table lists histograms by their declared names.
        guard code.contains(/\b(udfd|process)_[a-z_]+(_total|_bucket|_sum|_count)?[\[ {=)]/) else {
          continue
        }
        XCTAssertEqual(faults(in: code), [], "docs/\(page).md: \(code)")
        count += 1
      }
    }
    XCTAssertGreaterThan(count, 8)
  }

  func testTheDashboardAsksForWhatThereIs() throws {
    let parsed = try JSONSerialization.jsonObject(
      with: Data(text("docs/dashboards/udfd.json").utf8))
    let dashboard = try XCTUnwrap(parsed as? [String: Any])
    let panels = try XCTUnwrap(dashboard["panels"] as? [[String: Any]])
    var queries = 0
    for panel in panels where panel["type"] as? String != "row" {
      let title = panel["title"] as? String ?? "?"
      XCTAssertFalse((panel["description"] as? String ?? "").isEmpty, title)
      for target in try XCTUnwrap(panel["targets"] as? [[String: Any]]) {
        let query = try XCTUnwrap(target["expr"] as? String)
        XCTAssertEqual(faults(in: query), [], "\(title): \(query)")
        XCTAssertTrue(query.contains("$instance"), "\(title): \(query)")
        // What a legend names has to be there still after the sum.
        let kept = query.firstMatch(of: /by \(([^)]*)\)/)
          .map { Set($0.1.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }) }
        for label in (target["legendFormat"] as? String ?? "").matches(of: /\{\{([a-z_]+)\}\}/) {
          XCTAssertTrue(
            (kept ?? ["instance"]).contains(String(label.1)), "\(title): {{\(label.1)}}")
        }
        queries += 1
      }
    }
    XCTAssertGreaterThan(queries, 35)
    let templates = try XCTUnwrap((dashboard["templating"] as? [String: Any])?["list"])
    for template in try XCTUnwrap(templates as? [[String: Any]]) {
      guard let query = (template["query"] as? [String: Any])?["query"] as? String else { continue }
      XCTAssertEqual(faults(in: query), [], query)
    }
  }

  func testTheDashboardsPanelsDoNotOverlap() throws {
    let parsed = try JSONSerialization.jsonObject(
      with: Data(text("docs/dashboards/udfd.json").utf8))
    let panels = try XCTUnwrap((parsed as? [String: Any])?["panels"] as? [[String: Any]])
    XCTAssertEqual(Set(panels.compactMap { $0["id"] as? Int }).count, panels.count)
    var taken: Set<[Int]> = []
    for panel in panels {
      let place = try XCTUnwrap(panel["gridPos"] as? [String: Int])
      let (x, y) = (place["x"]!, place["y"]!)
      XCTAssertLessThanOrEqual(x + place["w"]!, 24)
      for column in x..<(x + place["w"]!) {
        for line in y..<(y + place["h"]!) {
          XCTAssertTrue(taken.insert([column, line]).inserted, "\(panel["title"] ?? "?") overlaps")
        }
      }
    }
  }
}
