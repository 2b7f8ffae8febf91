import Glibc
import UDFWire
import XCTest

@testable import KapacitorPeer

final class LineProtocolTests: XCTestCase {
  private func samples(_ text: String, precision: TimeFormat = .nanoseconds) throws -> [Sample] {
    let reader = LineProtocolReader(
      ByteSource(Array(text.utf8), name: "data.lp"), precision: precision,
      generatedTimes: GeneratedTimes(startNanoseconds: 7, stepNanoseconds: 1))
    var samples: [Sample] = []
    while let sample = try reader.next() { samples.append(sample) }
    return samples
  }

  private func message(_ text: String) -> String {
    do { return "\(try samples(text))" } catch { return "\(error)" }
  }

  func testEveryKindOfValue() throws {
    let read = try samples(
      "m,host=a,site=b f=1.5,g=2,i=-3i,u=4u,t=t,n=False,s=\"x, \\\"y\\\" \\\\ z\" 12\n")
    XCTAssertEqual(
      read,
      [
        Sample(
          measurement: "m", timeNanoseconds: 12,
          tags: [.init(name: "host", value: "a"), .init(name: "site", value: "b")],
          fields: [
            .init(name: "f", value: .double(1.5)), .init(name: "g", value: .double(2)),
            .init(name: "i", value: .int(-3)), .init(name: "u", value: .int(4)),
            .init(name: "t", value: .bool(true)), .init(name: "n", value: .bool(false)),
            .init(name: "s", value: .string("x, \"y\" \\ z")),
          ])
      ])
  }

  func testEscapesCommentsBlankLinesAndLineEnds() throws {
    let read = try samples(
      "# note\n\n my\\ m\\,x,a\\=b=c\\ d e\\,f=1i 5\r\nm x=1\n  \nm x=2   \nm s=\"a\nb\"")
    XCTAssertEqual(read.map(\.measurement), ["my m,x", "m", "m", "m"])
    XCTAssertEqual(read[0].tags, [.init(name: "a=b", value: "c d")])
    XCTAssertEqual(read[0].fields, [.init(name: "e,f", value: .int(1))])
    XCTAssertEqual(read.map(\.timeNanoseconds), [5, 7, 8, 9])
    XCTAssertEqual(read[3].fields, [.init(name: "s", value: .string("a\nb"))])
  }

  func testPrecision() throws {
    XCTAssertEqual(
      try samples("m x=1 1700000000\n", precision: .seconds).first?.timeNanoseconds,
      1_700_000_000_000_000_000)
  }

  func testErrors_nameLineAndColumn() {
    let cases: [(String, String)] = [
      ("m x=1 5\nm", "line 2, column 2: a space and fields are missing"),
      ("m,host x=1\n", "line 1, column 7: tag \"host\" has no value; write host=value"),
      ("m x\n", "line 1, column 4: field \"x\" has no value; write x=1.5, 2i, true or \"text\""),
      (
        "m x=abc\n",
        "line 1, column 7: \"abc\" is no value for field \"x\"; write a number, an integer as 2i, true, false or \"text\""
      ),
      (
        "m x=18446744073709551615u\n",
        "line 1, column 25: \"18446744073709551615u\" is no value for field \"x\"; write a number, an integer as 2i, true, false or \"text\""
      ),
      ("m x=1 soon\n", "line 1, column 11: \"soon\" is not a time in ns; times are whole numbers"),
      ("m x=\"1\n", "line 2, column 1: a text is never closed; close it with a quote"),
      ("m x=1 5 6\n", "line 1, column 9: something follows where the line should end"),
    ]
    for (text, expected) in cases { XCTAssertEqual(message(text), "data.lp, \(expected)") }
  }

  func testWhatIsWritten_canBeReadBack() throws {
    var template = Array("/tmp/udfd-lp-XXXXXX".utf8CString)
    let path = String(cString: mkdtemp(&template)) + "/out.lp"
    defer {
      unlink(path)
      rmdir(String(path.dropLast("/out.lp".count)))
    }
    let sample = Sample(
      measurement: "my m,", timeNanoseconds: -5,
      tags: [.init(name: "a b", value: "c=d"), .init(name: "e", value: "")],
      fields: [
        .init(name: "f", value: .double(1e300)), .init(name: "i", value: .int(.max)),
        .init(name: "s", value: .string("q\"\\ \n,=")), .init(name: "b", value: .bool(false)),
        .init(name: "n", value: .double(.nan)),
      ])
    let writer = try LineProtocolWriter(path: path)
    try writer.write(sample)
    try writer.finish()
    XCTAssertEqual(writer.nonFiniteFields, 1)
    let reader = try LineProtocolReader(path: path)
    var expected = sample
    expected.tags.removeLast()
    expected.fields.removeLast()
    XCTAssertEqual(try reader.next(), expected)
    XCTAssertNil(try reader.next())
  }

  func testRandomBytes_neverCrashTheReader() {
    var generator = SplitMix(state: 11)
    let alphabet = Array("m,x= \"\\\n\ri1t#\u{e9}5".utf8)
    for _ in 0..<5_000 {
      let bytes = (0..<generator.next(below: 60)).map { _ in
        alphabet[generator.next(below: alphabet.count)]
      }
      let reader = LineProtocolReader(ByteSource(bytes))
      while let sample = try? reader.next() { XCTAssertFalse(sample.fields.isEmpty) }
    }
  }
}
