/// What becomes of a point (or of a batch's begin or end) when its handler throws.
public enum PointFailurePolicy: String, Sendable, CaseIterable {
  /// It is passed on unchanged, where the edges allow that; otherwise it is dropped.
  case pass
  /// It is left out.
  case drop
  /// The task ends with the error's text: Kapacitor is sent an ErrorResponse.
  case fail
}
