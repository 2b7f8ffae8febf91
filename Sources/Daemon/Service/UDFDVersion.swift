/// The version of udfd. The changelog and the package follow it.
public enum UDFDVersion {
  public static let current = "0.1.0"
  /// When it was made, as the manual pages show it.
  public static let date = "2026-11-25"
}
