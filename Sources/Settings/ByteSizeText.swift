/// Sizes in bytes: `4096`, `"256KiB"`, `"64MiB"`, `"1GiB"`; `KB`, `MB`, `GB` are powers of ten.
public enum ByteSizeText {
  private static let units: [(suffix: String, bytes: Int)] = [
    ("", 1), ("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("KB", 1_000),
    ("MB", 1_000_000), ("GB", 1_000_000_000),
  ]

  /// nil where the text is no size or does not fit.
  public static func bytes(_ text: String) -> Int? {
    let amount = text.prefix { $0.isASCII && $0.isNumber }
    let suffix = text[amount.endIndex...].drop { $0 == " " }
    guard let count = Int(amount), let unit = units.first(where: { $0.suffix == suffix }) else {
      return nil
    }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.bytes)
    return overflow ? nil : product
  }

  /// The shortest exact writing: `64MiB`, `1500B`.
  public static func describe(bytes: Int) -> String {
    for (suffix, unit) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
    where bytes != 0 && bytes % unit == 0 {
      return "\(bytes / unit)\(suffix)"
    }
    return "\(bytes)B"
  }
}
