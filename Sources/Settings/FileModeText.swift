/// Permission bits in octal, `"0660"`. In quotes, since TOML refuses a number with a leading zero and would
/// read `660` as a decimal.
public enum FileModeText {
  public static func bits(_ text: String) -> UInt32? {
    guard (3...4).contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }),
      let bits = UInt32(text, radix: 8), bits <= 0o777
    else { return nil }
    return bits
  }

  public static func describe(_ bits: UInt32) -> String {
    let digits = String(bits, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
