// UDFD_FUZZ_TARGET=codec fuzz [arguments of libFuzzer]: built and run by scripts/fuzz.
//
// The target comes by the environment, since libFuzzer starts the program again with arguments of
// its own to merge corpora.

import FuzzTargets
import Glibc

/// libFuzzer's own entry for programs that have a main of their own.
@_silgen_name("LLVMFuzzerRunDriver")
func runLibFuzzer(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

guard let name = getenv("UDFD_FUZZ_TARGET"),
  let target = FuzzTarget(rawValue: String(cString: name))
else {
  print(
    "fuzz: set UDFD_FUZZ_TARGET: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))")
  exit(2)
}

/// C callbacks capture nothing: what is run lies here.
nonisolated(unsafe) var chosen = FuzzTarget.codec
chosen = target

var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(
  runLibFuzzer(&count, &arguments) { start, count in
    chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
  })
