import Commands
import Glibc
import KapacitorUDF
import UDFWire

/// Keeps its event loop for as many seconds as a point's field `stall` says, as a handler with a fault would: for
/// the tests of the watchdog. A program of its own, so that the udfd that is installed knows nothing of it.
struct Stall: UDFHandler {
  static let name = "stall"
  static let info = UDFInfo()

  init(options: Options, context: HandlerContext) {}

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    if case .double(let seconds)? = try point.decoded().fields["stall"], seconds > 0 {
      sleep(UInt32(seconds))
    }
    output.pass(point)
  }
}

/// Dies of a point that has a field `crash`.
struct Crash: UDFHandler {
  static let name = "crash"
  static let info = UDFInfo()

  init(options: Options, context: HandlerContext) {}

  mutating func point(_ point: PointView, _ output: inout HandlerOutput) throws {
    // Nothing is ever mapped in the first page.
    if try point.decoded().fields["crash"] != nil {
      UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
    }
    output.pass(point)
  }
}

UDFDCommand.main(
  registry: .builtIn.registering(Stall.self, summary: "keeps its event loop")
    .registering(Crash.self, summary: "dies of a field `crash`"))
