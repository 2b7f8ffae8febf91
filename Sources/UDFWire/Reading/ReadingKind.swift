/// What a point has under a name. The values of the four field types rise in the order in which
/// Kapacitor merges their maps: of a name in several maps the greatest counts.
public enum ReadingKind: UInt8, Sendable {
  case missing = 0
  case string = 1
  case int = 2
  case double = 3
  case bool = 4
  case tag = 5

  /// A bit of its own in `FieldReadings.kindsSeen`.
  @inlinable var mask: UInt8 { 1 &<< rawValue }
}
