import CKernel
import Glibc

/// Starts a program with descriptors handed to it as systemd does.
enum ChildProcess {
  private static let listenPID = "LISTEN_PID="

  /// - Returns: its process id, or a negated errno.
  static func start(
    _ path: String, _ arguments: [String], _ environment: [String: String], _ descriptors: [Int32]
  ) -> Int32 {
    var variables = environment.filter { $0.key != "LISTEN_PID" }
    if descriptors.isEmpty {
      variables["LISTEN_FDS"] = nil
      variables["LISTEN_FDNAMES"] = nil
    }
    // C strings of our own, freed below: the child writes its process id into the last one.
    var argumentStrings = arguments.map { strdup($0) } + [nil]
    let pidString = strdup(listenPID + "0000000000")
    var environmentStrings = variables.map { strdup("\($0.key)=\($0.value)") } + [pidString, nil]
    defer {
      for string in argumentStrings + environmentStrings { free(string) }
    }
    guard let pidString else { return -ENOMEM }
    // The ten digits follow the key: within the string by construction.
    let digits = pidString + listenPID.utf8.count
    return kernel_spawn(
      path, &argumentStrings, &environmentStrings, digits, descriptors, UInt32(descriptors.count))
  }
}
