import Glibc
import UDFWire
import XCTest

@testable import KapacitorPeer

final class CSVReaderTests: XCTestCase {
  private func samples(
    _ text: String, _ configure: (inout CSVFormat) -> Void = { _ in }
  ) throws -> [Sample] {
    var format = CSVFormat(measurement: "m")
    configure(&format)
    let reader = try CSVReader(bytes: Array(text.utf8), name: "data.csv", format: format)
    var samples: [Sample] = []
    while let sample = try reader.next() { samples.append(sample) }
    return samples
  }

  private func message(
    _ text: String, _ configure: (inout CSVFormat) -> Void = { _ in }
  ) -> String {
    do {
      _ = try samples(text, configure)
      return "no error"
    } catch { return "\(error)" }
  }

  private func fields(_ sample: Sample?) -> [String: FieldValue] {
    Dictionary(uniqueKeysWithValues: (sample?.fields ?? []).map { ($0.name, $0.value) })
  }

  func testTypes_areToldFromAllValues() throws {
    let text = """
      time,i,f,b,s,late,mixed
      1,1,1.5,true,x,1,1
      2,-2,2,FALSE,7,2.5,true
      """
    let read = try samples(text)
    XCTAssertEqual(read.map(\.timeNanoseconds), [1_000_000_000, 2_000_000_000])
    XCTAssertEqual(
      fields(read[0]),
      [
        "i": .int(1), "f": .double(1.5), "b": .bool(true), "s": .string("x"),
        "late": .double(1), "mixed": .string("1"),
      ])
    XCTAssertEqual(
      fields(read[1]),
      [
        "i": .int(-2), "f": .double(2), "b": .bool(false), "s": .string("7"),
        "late": .double(2.5), "mixed": .string("true"),
      ])
  }

  func testTypes_canBeForced() throws {
    let read = try samples("a,b\n1,2\n") { $0.types = ["a": .float, "b": .string] }
    XCTAssertEqual(fields(read.first), ["a": .double(1), "b": .string("2")])
  }

  func testNumbersThatAreNone_areFloats() throws {
    let read = try samples("a\nnan\n-inf\n1e3\n9223372036854775808\n")
    let values = read.map { fields($0)["a"]! }
    guard case .double(let none) = values[0] else { return XCTFail("\(values)") }
    XCTAssert(none.isNaN)
    XCTAssertEqual(
      values[1...], [.double(-.infinity), .double(1000), .double(9_223_372_036_854_775_808)])
    XCTAssertEqual(fields(try samples("a\n0x10\n").first), ["a": .string("0x10")])
  }

  func testMissingValues_areNoFields_andQuotedEmptyTextIsOne() throws {
    let read = try samples("a,b\n,x\n1,\"\"\n")
    XCTAssertEqual(read.map(fields), [["b": .string("x")], ["a": .int(1), "b": .string("")]])
  }

  func testQuoting_asRFC4180() throws {
    let read = try samples("\u{feff}\"a,b\",c\r\n\"one \"\"two\"\",\r\nthree\",4\r\n\r\n\"x\",5")
    XCTAssertEqual(
      read.map(fields),
      [
        ["a,b": .string("one \"two\",\r\nthree"), "c": .int(4)],
        ["a,b": .string("x"), "c": .int(5)],
      ])
  }

  func testTagsTimesAndIgnoredColumns() throws {
    let read = try samples("when,host,x,skip\n2020-02-29T00:00:00Z,ä b,1,2\n") {
      $0.timeColumn = "when"
      $0.tags = ["host"]
      $0.ignored = ["skip"]
    }
    XCTAssertEqual(
      read,
      [
        Sample(
          measurement: "m", timeNanoseconds: 1_582_934_400_000_000_000,
          tags: [.init(name: "host", value: "ä b")],
          fields: [.init(name: "x", value: .int(1))])
      ])
  }

  func testColumnCalledTime_isNoTimeWhenItIsSpokenFor() throws {
    let read = try samples("timestamp,x\n01 01 2018,1\n") { $0.ignored = ["timestamp"] }
    XCTAssertEqual(read.first?.timeNanoseconds, 0)
    let tagged = try samples("timestamp,x\n01 01 2018,1\n") { $0.tags = ["timestamp"] }
    XCTAssertEqual(tagged.first?.tags, [.init(name: "timestamp", value: "01 01 2018")])
  }

  func testGeneratedTimes() throws {
    let read = try samples("x\n1\n2\n3\n") {
      $0.generatedTimes = GeneratedTimes(startNanoseconds: 100, stepNanoseconds: 10)
    }
    XCTAssertEqual(read.map(\.timeNanoseconds), [100, 110, 120])
  }

  func testErrors_nameLineAndColumn() {
    let cases: [(String, String)] = [
      ("", "data.csv, line 1: the file is empty; its first line must name the columns"),
      (
        "a,\n1,2\n",
        "data.csv, line 1, column 2: a column without a name; give it one in the header"
      ),
      ("a,a\n", "data.csv, line 1, column a: a second column of this name; rename one of them"),
      (
        "a,b\n1,2\n\"x\ny\",3,4\n",
        "data.csv, line 3: 3 values where the header names 2; commas separate values; quote those that hold one"
      ),
      (
        "time,a\nyesterday,1\n",
        "data.csv, line 2, column \"time\": \"yesterday\" is not a time of the format rfc3339; times are rfc3339, s, ms, us or ns; or pass the column over"
      ),
      (
        "a\n1\n\"x\n",
        "data.csv, line 3, column 1: a quoted field is never closed; close it with a quote"
      ),
      (
        "a\n\"x\"y\n",
        "data.csv, line 2, column 1: text after a closing quote; a quote inside a quoted field is written twice"
      ),
      ("time,a\n,1\n", "data.csv, line 2, column \"time\": no time"),
    ]
    for (text, expected) in cases { XCTAssertEqual(message(text), expected) }
    XCTAssertEqual(
      message("a,b\n1,2\n") { $0.tags = ["hots"] },
      "data.csv, line 1: no column \"hots\" in the header; the columns are: a, b")
    XCTAssertEqual(
      message("a\nx\n") { $0.types = ["a": .int] },
      "data.csv, line 2, column \"a\": \"x\" is not of type int, as what came before it; name the column's type: a=float or a=string"
    )
  }

  func testTextThatIsNotUTF8_namesItsPlace() throws {
    let bytes = Array("a,b\n1,".utf8) + [0xff] + Array("\n".utf8)
    let reader = try CSVReader(bytes: bytes, name: "f", format: CSVFormat(measurement: "m"))
    XCTAssertThrowsError(try reader.next()) {
      XCTAssertEqual("\($0)", "f, line 2, column 2: not valid UTF-8; save the file as UTF-8")
    }
  }

  func testPipe_isJudgedByItsFirstRecords() throws {
    var ends: [Int32] = [0, 0]
    XCTAssertEqual(pipe(&ends), 0)
    let text = "a\n" + String(repeating: "1\n", count: CSVReader.lookAheadRecords) + "2.5\n"
    let writer = try WorkerThread("writer") { [end = ends[1]] in
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
        guard count > 0 else { break }
        rest = rest.dropFirst(count)
      }
      close(end)
    }
    let reader = try CSVReader(path: "/dev/fd/\(ends[0])", format: CSVFormat(measurement: "m"))
    for _ in 0..<CSVReader.lookAheadRecords {
      XCTAssertEqual(fields(try reader.next()), ["a": .int(1)])
    }
    XCTAssertThrowsError(try reader.next()) {
      XCTAssert("\($0)".contains("line 10002, column \"a\""), "\($0)")
    }
    close(ends[0])
    writer.join()
  }

  func testRecordWithoutEnd_isBounded() {
    let text = "a\n\"" + String(repeating: "x", count: CSVTokenizer.maximumRecordBytes + 1)
    XCTAssert(message(text).contains("is a quote missing?"), message(text))
  }
}
