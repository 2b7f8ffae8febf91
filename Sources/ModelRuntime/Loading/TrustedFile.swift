import Glibc

/// The rule for files that foreign code runs on, or that are foreign code: nobody may have written them
/// but those who could change udfd itself.
enum TrustedFile {
  /// - Throws: unless the open file is owned by root or this process's user and is writable by nobody
  ///   else.
  static func check(_ status: stat, path: String) throws(ModelError) {
    let user = geteuid()
    guard status.st_uid == 0 || status.st_uid == user else {
      throw ModelError(
        .refused, subject: path,
        cause: "is owned by user \(status.st_uid), and ONNX Runtime runs only what is root's or "
          + "user \(user)'s",
        remedy: user == 0 ? "chown root \(path)" : "chown root \(path), readable by this user")
    }
    guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
      throw ModelError(
        .refused, subject: path,
        cause: "is writable by others than its owner, and ONNX Runtime runs only what is not",
        remedy: "chmod go-w \(path)")
    }
  }
}
