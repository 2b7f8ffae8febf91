import Glibc

/// A time zone: the offset from UTC at any time, from the system's zone files.
public final class LambdaTimeZone: Sendable {
  public let name: String
  private let transitions: ZoneTransitions

  public static let utc = LambdaTimeZone(name: "UTC", transitions: ZoneTransitions(fixedOffset: 0))

  init(name: String, transitions: ZoneTransitions) {
    self.name = name
    self.transitions = transitions
  }

  /// Seconds to add to UTC for local time.
  func offset(at secondsSinceEpoch: Int64) -> Int64 {
    transitions.offset(at: secondsSinceEpoch)
  }

  /// A zone of /usr/share/zoneinfo by its name, as "Europe/Berlin".
  public convenience init(named name: String) throws(TimeZoneError) {
    if name == "UTC" || name.isEmpty {
      self.init(name: "UTC", transitions: ZoneTransitions(fixedOffset: 0))
      return
    }
    // The name comes from a configuration: it must not lead out of the directory.
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.hasPrefix("/"), parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }),
      name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw TimeZoneError(name: name, reason: "that is not the name of a time zone") }
    try self.init(path: "/usr/share/zoneinfo/\(name)", name: name)
  }

  /// The local zone, as Go finds it: TZ, else /etc/localtime, else UTC.
  public static func local() -> LambdaTimeZone {
    guard let variable = getenv("TZ") else {
      return (try? LambdaTimeZone(path: "/etc/localtime", name: "local")) ?? .utc
    }
    var name = String(cString: variable)
    if name.hasPrefix(":") { name.removeFirst() }
    if name.hasPrefix("/") { return (try? LambdaTimeZone(path: name, name: name)) ?? .utc }
    return (try? LambdaTimeZone(named: name)) ?? .utc
  }

  private convenience init(path: String, name: String) throws(TimeZoneError) {
    guard let bytes = Self.contents(of: path) else {
      throw TimeZoneError(
        name: name, reason: "\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    guard let transitions = ZoneTransitions(file: bytes) else {
      throw TimeZoneError(name: name, reason: "\(path) is not a time zone file")
    }
    self.init(name: name, transitions: transitions)
  }

  /// Zone files have a few kilobytes; more than a megabyte is none.
  private static func contents(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer: [UInt8] = Array(repeating: 0, count: 16 << 10)
    while bytes.count < 1 << 20 {
      let count = read(descriptor, &buffer, buffer.count)
      if count <= 0 { return count == 0 ? bytes : nil }
      bytes += buffer[..<count]
    }
    return nil
  }
}

/// Why a time zone cannot be used.
public struct TimeZoneError: Error, Sendable, CustomStringConvertible {
  public let name: String
  public let reason: String

  public var description: String {
    "time zone \"\(name)\": \(reason); use a name such as \"Europe/Berlin\" or \"UTC\""
  }
}
