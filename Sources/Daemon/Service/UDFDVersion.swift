/// The version of udfd. The changelog and the package follow it.
public enum UDFDVersion {
  public static let current = "0.1.0"
}
