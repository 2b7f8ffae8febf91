import Glibc

/// What the process takes of the machine.
struct ProcessUsage: Sendable, Equatable {
  var processorNanoseconds: Int64 = 0
  var residentBytes: Int = 0
  var openDescriptors: Int = 0
  var maximumDescriptors: UInt64 = 0

  /// Of this process, now. What /proc does not say stays 0.
  static func current() -> ProcessUsage {
    var result = ProcessUsage()
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    for time in [usage.ru_utime, usage.ru_stime] {
      result.processorNanoseconds +=
        Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_usec) * 1_000
    }
    result.residentBytes = residentPages() * Int(sysconf(Int32(_SC_PAGESIZE)))
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      result.maximumDescriptors = UInt64(limit.rlim_cur)
    }
    result.openDescriptors = countDescriptors()
    return result
  }

  /// The second number of /proc/self/statm.
  private static func residentPages() -> Int {
    let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = read(descriptor, &buffer, buffer.count)
    let words = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
    return words.count > 1 ? Int(words[1]) ?? 0 : 0
  }

  private static func countDescriptors() -> Int {
    guard let directory = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    // Not `.`, `..` and the directory's own.
    return max(0, count - 3)
  }
}
