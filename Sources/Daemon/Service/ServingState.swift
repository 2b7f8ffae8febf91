import CKernel
import Glibc
import ModelRuntime
import Settings

/// `state_directory/serving`: the configuration and the models that were accepted last, for a process that takes over
/// connections after a crash.
///
/// `accepted` is one file, replaced as one: a line `NAME DIGEST` for each model, an empty line, the configuration. A model
/// lies beside it in a file named by its digest. `planned` is there while a process has ended on purpose.
struct ServingState {
  /// A model that serves, and where its file may be found.
  struct Model {
    let name: String
    let paths: [String]
    /// SHA-256, in hexadecimal.
    let digest: String
  }

  struct Accepted {
    let configuration: [UInt8]
    /// Paths by name; models whose file is gone are left out.
    let models: [String: String]
  }

  private let directory: String
  private var acceptedPath: String { "\(directory)/accepted" }
  private var plannedPath: String { "\(directory)/planned" }

  init(stateDirectory: String) {
    directory = FilePath.resolve("serving", in: stateDirectory)
  }

  /// Where the state is, also where the configuration that says so cannot be read: systemd says it too.
  static func stateDirectory(_ source: ConfigurationSource) -> String {
    if let root = try? source.read(), let daemon = try? root.table("daemon") ?? SettingTable(),
      let section = try? DaemonSection(daemon)
    {
      return section.stateDirectory
    }
    let flag = source.flags.last { $0.key == DaemonKeys.stateDirectory.name }?.value
    let systemd = source.environment["STATE_DIRECTORY"]?.split(separator: ":").first
    return flag ?? systemd.map(String.init) ?? "/var/lib/udfd"
  }

  // MARK: - Keeping

  func keep(_ configuration: [UInt8], _ models: [Model]) throws(SystemError) {
    // As for sockets: the directory is made where it is missing, its parents are not.
    if let slash = directory.lastIndex(of: "/"), slash != directory.startIndex {
      let parent = String(directory[..<slash])
      guard mkdir(parent, 0o755) == 0 || errno == EEXIST else {
        throw SystemError("mkdir", parent, code: errno)
      }
    }
    guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
      throw SystemError("mkdir", directory, code: errno)
    }
    var kept: [Model] = []
    for model in models where try keep(model) { kept.append(model) }
    let manifest = kept.map { "\($0.name) \($0.digest)\n" }.joined() + "\n"
    try write(Array(manifest.utf8) + configuration, to: acceptedPath)
    removeModels(except: Set(kept.map(\.digest)))
  }

  /// - Returns: false where none of its files is the model that serves (any more).
  private func keep(_ model: Model) throws(SystemError) -> Bool {
    let path = "\(directory)/\(model.digest)"
    if access(path, R_OK) == 0 { return true }
    for source in model.paths {
      let copy = path + ".new"
      guard try FileCopy.copy(source, to: copy) else { continue }
      if FileCopy.digest(copy) == model.digest {
        guard rename(copy, path) == 0 else { throw SystemError("rename", path, code: errno) }
        return true
      }
      unlink(copy)
    }
    return false
  }

  private func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let new = path + ".new"
    let descriptor = kernel_open(new, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw SystemError("open", new, code: descriptor) }
    defer { kernel_close(descriptor) }
    try FileCopy.writeAll(bytes, to: descriptor, new)
    // The rename must not come before the bytes: a crash of the machine would leave an empty file.
    guard fsync(descriptor) == 0, rename(new, path) == 0 else {
      throw SystemError("rename", path, code: errno)
    }
  }

  private func removeModels(except digests: Set<String>) {
    guard let stream = opendir(directory) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      // Digests are 64 digits; nothing else here is a model.
      if name.utf8.count == 64, !digests.contains(name) { unlink("\(directory)/\(name)") }
    }
  }

  // MARK: - Loading

  /// nil: nothing was kept, or it is not whole.
  func load() -> Accepted? {
    guard let bytes = try? ConfigurationFile.read(acceptedPath) else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let end = lines.firstIndex(where: { $0.isEmpty }) else { return nil }
    var models: [String: String] = [:]
    for line in lines[..<end] {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard words.count == 2, words[1].allSatisfy(\.isHexDigit) else { return nil }
      let path = "\(directory)/\(words[1])"
      if access(path, R_OK) == 0 { models[String(words[0])] = path }
    }
    return Accepted(configuration: Array(bytes[lines[end].endIndex...].dropFirst()), models: models)
  }

  // MARK: - The mark of an end on purpose

  func markPlanned() {
    let descriptor = kernel_open(plannedPath, O_WRONLY | O_CREAT | O_NOFOLLOW, 0o600)
    if descriptor >= 0 { kernel_close(descriptor) }
  }

  var isMarkedPlanned: Bool { access(plannedPath, F_OK) == 0 }

  /// To be called once a start has succeeded: one that fails is tried again, by the same rules.
  func clearPlannedMark() { unlink(plannedPath) }
}
