import XCTest

@testable import Daemon

final class MetricsTextTests: XCTestCase {
  private var families: [MetricFamily] {
    var points = MetricFamily(name: "udfd_points", kind: .counter, help: "Points.")
    points.add(UInt64(12), ("udf", "a\"b\\c\nd"))
    var memory = MetricFamily(name: "udfd_memory_bytes", kind: .gauge, help: "Bytes.")
    memory.add(0.25)
    return [points, memory, MetricFamily(name: "udfd_none", kind: .gauge, help: "None.")]
  }

  func testPrometheus() {
    XCTAssertEqual(
      MetricsText.text(families, .prometheus),
      """
      # HELP udfd_points_total Points.
      # TYPE udfd_points_total counter
      udfd_points_total{udf="a\\"b\\\\c\\nd"} 12
      # HELP udfd_memory_bytes Bytes.
      # TYPE udfd_memory_bytes gauge
      udfd_memory_bytes 0.25

      """)
  }

  func testOpenMetrics_declaresCountersWithoutTotal_andEnds() {
    let text = MetricsText.text(families, .openMetrics)
    XCTAssertTrue(text.contains("# TYPE udfd_points counter\nudfd_points_total{"))
    XCTAssertTrue(text.hasSuffix("# EOF\n"))
  }

  func testCounterNames_areUnique_andEndInTheirUnit() {
    let names = ConnectionCounter.allCases.map(\.metricName)
    XCTAssertEqual(Set(names).count, names.count)
    XCTAssertEqual(ConnectionCounter.bytesIn.metricName, "in_bytes")
    XCTAssertEqual(ConnectionCounter.pointsIn.metricName, "points_in")
    XCTAssertEqual(ConnectionCounter.stallNanoseconds.metricName, "stall_seconds")
  }
}
