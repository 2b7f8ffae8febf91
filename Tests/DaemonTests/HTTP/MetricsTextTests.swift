import XCTest

@testable import Daemon

final class MetricsTextTests: XCTestCase {
  private var families: [MetricFamily] {
    var points = MetricFamily("udfd_points", .counter, labels: ["udf", "node"], "Points.")
    points.add(UInt64(12), "a\"b\\c\nd", "")
    var memory = MetricFamily("udfd_memory_bytes", .gauge, "Bytes.")
    memory.add(0.25)
    return [points, memory, MetricFamily("udfd_none", .gauge, "None.")]
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

  func testHistogram_countsWhatIsNotAboveEachBound() {
    let histogram = DurationHistogram()
    for nanoseconds: Int64 in [500, 1_000, 1_001, 30_000, 20_000_000_000, -1] {
      histogram.record(nanoseconds: nanoseconds)
    }
    var family = MetricFamily("udfd_time_seconds", .histogram, labels: ["udf"], "Time.")
    family.add(histogram.snapshot, "a")
    let text = MetricsText.text([family], .prometheus)
    for line in [
      "# TYPE udfd_time_seconds histogram",
      "udfd_time_seconds_bucket{udf=\"a\",le=\"1e-06\"} 3",
      "udfd_time_seconds_bucket{udf=\"a\",le=\"2e-06\"} 4",
      "udfd_time_seconds_bucket{udf=\"a\",le=\"2e-05\"} 4",
      "udfd_time_seconds_bucket{udf=\"a\",le=\"5e-05\"} 5",
      "udfd_time_seconds_bucket{udf=\"a\",le=\"10.0\"} 5",
      "udfd_time_seconds_bucket{udf=\"a\",le=\"+Inf\"} 6",
      "udfd_time_seconds_sum{udf=\"a\"} 20.000032501", "udfd_time_seconds_count{udf=\"a\"} 6",
    ] {
      XCTAssertTrue(text.contains(line + "\n"), "\(line)\n\(text)")
    }
  }

  func testBuckets_endAtTheirBounds() {
    XCTAssertEqual(DurationBuckets.nanoseconds.count + 1, DurationBuckets.count)
    for (index, bound) in DurationBuckets.nanoseconds.enumerated() {
      XCTAssertEqual(DurationBuckets.index(of: bound), index)
      XCTAssertEqual(DurationBuckets.index(of: bound + 1), index + 1)
    }
    XCTAssertEqual(DurationBuckets.index(of: .max), DurationBuckets.count - 1)
  }

  func testCounterNames_areUnique_andEndInTheirUnit() {
    let names = ConnectionCounter.allCases.map(\.metricName)
    XCTAssertEqual(Set(names).count, names.count)
    XCTAssertEqual(ConnectionCounter.bytesIn.metricName, "in_bytes")
    XCTAssertEqual(ConnectionCounter.pointsIn.metricName, "points_in")
    XCTAssertEqual(ConnectionCounter.stallNanoseconds.metricName, "stall_seconds")
    XCTAssertEqual(ConnectionCounter.snapshotBytes.metricName, "snapshot_bytes")
    let families = MetricsDocument.declarations.map(\.name)
    XCTAssertEqual(Set(families).count, families.count)
  }

  /// However many tasks there are, there are at most `TaskMetrics.limit` series and one for the others.
  func testTasks_areBounded_andNoneIsLost() {
    let families = TaskMetrics.families([
      ServedStatus.ofTasks(250, udf: "many"), ServedStatus.ofTasks(3, udf: "few"),
    ])
    for family in families {
      XCTAssertEqual(family.samples.count, TaskMetrics.limit + 1 + 3, family.name)
    }
    let text = MetricsText.text(families, .prometheus)
    XCTAssertTrue(text.contains("udfd_task_points_in_total{udf=\"many\",task=\"(others)\"} 1050\n"))
    XCTAssertTrue(text.contains("{udf=\"few\",task=\"task 2\",node=\"node2\","))
  }
}
