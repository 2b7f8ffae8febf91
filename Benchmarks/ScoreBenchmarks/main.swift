// What a score UDF costs per point against a handler that is coded for the same rule, through the
// session that serves both, without sockets; the two take turns.
//
//   swift run -c release ScoreBenchmarks config/examples/models/turbine.pkl

import Glibc

let path =
  CommandLine.arguments.count > 1
  ? CommandLine.arguments[1] : "config/examples/models/turbine.pkl"
try ScoreBenchmark(modelPath: path).run()
