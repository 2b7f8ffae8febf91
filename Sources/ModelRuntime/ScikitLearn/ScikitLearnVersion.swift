/// `1.4` of `1.4.2`.
struct ScikitLearnVersion: Comparable {
  var major: Int
  var minor: Int

  init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  init?(_ text: String) {
    let parts = text.split(separator: ".")
    guard parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1]) else {
      return nil
    }
    self.init(major, minor)
  }

  static func < (left: ScikitLearnVersion, right: ScikitLearnVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
