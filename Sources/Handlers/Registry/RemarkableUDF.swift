/// A UDF whose configuration holds, and may still not be what was meant.
public protocol RemarkableUDF {
  /// One line each, with the place in the configuration: what `udfd check` warns of.
  var remarks: [String] { get }
}
