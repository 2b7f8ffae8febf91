import Glibc
import UDFWire
import XCTest

@testable import KapacitorPeer

final class CSVWriterTests: XCTestCase {
  private var directory = ""

  override func setUp() {
    var template = Array("/tmp/udfd-csv-XXXXXX".utf8CString)
    directory = String(cString: mkdtemp(&template))
  }

  override func tearDown() {
    for name in ["out.csv", "out.csv.rewritten"] { unlink("\(directory)/\(name)") }
    rmdir(directory)
  }

  private func sample(
    _ time: Int64, tags: [(String, String)] = [], _ fields: [(String, FieldValue)],
    measurement: String = "m"
  ) -> Sample {
    Sample(
      measurement: measurement, timeNanoseconds: time,
      tags: tags.map { .init(name: $0.0, value: $0.1) },
      fields: fields.map { .init(name: $0.0, value: $0.1) })
  }

  private func text(of path: String) throws -> String {
    let source = try ByteSource(path: path)
    var bytes: [UInt8] = []
    while let byte = try source.next() { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func written(_ samples: [Sample], lookAhead: Int) throws -> String {
    let path = "\(directory)/out.csv"
    let writer = try CSVWriter(path: path, timeFormat: .nanoseconds, lookAhead: lookAhead)
    for sample in samples { try writer.write(sample) }
    try writer.finish()
    return try text(of: path)
  }

  func testColumns_timeThenTagsThenFields_howeverLateTheyCome() throws {
    let samples = [
      sample(1, tags: [("host", "a,b")], [("x", .double(1)), ("s", .string("say \"hi\""))]),
      sample(2, [("y", .int(2))]),
      sample(3, tags: [("site", "")], [("x", .double(0.1)), ("b", .bool(true))]),
      sample(4, [("s", .string("line\nbreak")), ("y", .int(-1))]),
    ]
    let expected = """
      time,host,site,x,s,y,b
      1,"a,b",,1.0,"say ""hi\""",,
      2,,,,,2,
      3,,"",0.1,,,true
      4,,,,"line
      break",-1,

      """
    for lookAhead in [1, 2, 3, 100] {
      XCTAssertEqual(try written(samples, lookAhead: lookAhead), expected, "\(lookAhead)")
    }
  }

  func testWhatIsWritten_canBeReadBack() throws {
    let samples = [
      sample(
        5, tags: [("t", "ü")], [("f", .double(.pi)), ("i", .int(.min)), ("n", .double(.infinity))]),
      sample(
        6, tags: [("t", "")],
        [("f", .double(.leastNonzeroMagnitude)), ("s", .string("")), ("b", .bool(false))]),
    ]
    _ = try written(samples, lookAhead: 10)
    var format = CSVFormat(measurement: "m")
    format.tags = ["t"]
    format.timeFormat = .nanoseconds
    let reader = try CSVReader(path: "\(directory)/out.csv", format: format)
    XCTAssertEqual(try reader.next(), samples[0])
    XCTAssertEqual(try reader.next(), samples[1])
    XCTAssertNil(try reader.next())
  }

  func testNamesThatClash_areToldApart() throws {
    let clash = sample(1, tags: [("time", "x")], [("time", .int(1)), ("a", .int(2))])
    XCTAssertEqual(try written([clash], lookAhead: 1), "time,time_1,time_2,a\n1,x,1,2\n")
  }

  func testTwoMeasurements_areAnError() {
    let two = [sample(1, [("x", .int(1))]), sample(2, [("x", .int(1))], measurement: "n")]
    XCTAssertThrowsError(try written(two, lookAhead: 1)) {
      XCTAssert("\($0)".hasSuffix("CSV cannot tell them apart: write line protocol"), "\($0)")
    }
  }
}
