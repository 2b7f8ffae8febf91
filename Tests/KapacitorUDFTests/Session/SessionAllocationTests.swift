import CAllocationCounter
import KapacitorUDF
import KapacitorUDFTesting
import UDFWire
import XCTest

/// No allocation for a point and none for a readiness.
final class SessionAllocationTests: XCTestCase {
  func testMirror_allocatesNothing() throws { try measure(CodedUDF(Mirror.self)) }

  func testHandlerThatReadsAndWrites_allocatesNothing() throws { try measure(CodedUDF(Adder.self)) }

  private func measure(_ udf: any UDFDefinition) throws {
    try XCTSkipUnless(allocations_are_counted(), "a sanitizer owns malloc")
    let input = (1...600).flatMap { Request.point(numbered($0)).frame() }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { memory.deallocate() }
    var session = UDFSession(definition: udf)
    func process(_ bytes: [UInt8]) -> SessionProgress {
      var writer = ResponseWriter(base: memory, capacity: 1 << 18)
      return bytes.withUnsafeBytes { session.process($0, &writer) }
    }
    _ = process(start.frame())
    XCTAssertEqual(process(input).consumed, input.count)
    let before = allocations_on_this_thread()
    for _ in 0..<10 { _ = process(input) }
    XCTAssertEqual(allocations_on_this_thread() - before, 0)
    XCTAssertEqual(session.counters.pointsOut, 6600)
  }
}

/// Adds one to a field.
private struct Adder: UDFHandler {
  static let name = "adder"
  static let info = UDFInfo()
  private var readings: FieldReadings
  private let sum: DoubleField

  init(options: Options, context: HandlerContext) throws {
    readings = FieldReadings(try FieldTable(fields: ["value"]))
    sum = try DoubleField("sum")
  }

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    try readings.read(point)
    guard let value = readings.double(0) else { return try output.missing("value", in: point) }
    output.pass(point, setting: sum, to: value + 1)
  }
}
