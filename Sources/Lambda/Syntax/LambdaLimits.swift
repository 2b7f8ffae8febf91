/// Bounds on what an expression may be, so that hostile text costs a bounded amount of time and
/// memory. Each is far above what a person writes.
public enum LambdaLimits {
  /// Text of one expression. Kapacitor users generate long OR chains; those stay below this.
  public static let maximumTextBytes = 64 << 10
  /// Nodes of one expression, variables that stand for expressions written out.
  public static let maximumNodes = 8_192
  /// Nesting, where `a + b + c` nests once per operator. Walks over the tree recurse this deep.
  public static let maximumDepth = 400
  /// Bytes of all texts computed for the points of one burst.
  public static let maximumTextArenaBytes = 16 << 20
  /// Points that a rolling function remembers per group: 8 or 16 bytes each for means and sums.
  public static let maximumWindowPoints = 100_000
  /// Variants of one expression's code kept ready, one for each combination of field types seen.
  public static let maximumSpecialisations = 16
  /// Memory that one regular expression's automaton may use.
  public static let maximumPatternBytes: Int64 = 8 << 20
}
