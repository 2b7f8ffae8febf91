// What the wire costs per point, without sockets and without a session:
//
//   swift run -c release WireBenchmarks [only lines with this text]

try WireBenchmark(filter: CommandLine.arguments.dropFirst().first ?? "").run()
