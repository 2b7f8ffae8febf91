/// Names of descriptors in the service manager's keeping (FDNAME).
public enum DescriptorName {
  /// As systemd demands: 1 to 255 printable ASCII characters, no colon.
  public static func isValid(_ name: String) -> Bool {
    (1...255).contains(name.utf8.count)
      && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ":") }
  }
}
