import Foundation

// scripts/test-continuity runs this.
signal(SIGPIPE, SIG_IGN)
var descriptors = rlimit()
getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
descriptors.rlim_cur = min(descriptors.rlim_max, 16_384)
setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
do {
  var run = try ContinuityRun(RunSettings(Array(CommandLine.arguments.dropFirst())))
  try run.run()
} catch {
  FileHandle.standardError.write(Data("continuity-run: \(error)\n".utf8))
  exit(1)
}
