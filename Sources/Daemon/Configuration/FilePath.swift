/// Paths as the configuration means them.
enum FilePath {
  /// A relative path begins in `directory`.
  static func resolve(_ path: String, in directory: String) -> String {
    if path.hasPrefix("/") { return path }
    return directory.hasSuffix("/") ? directory + path : "\(directory)/\(path)"
  }
}
