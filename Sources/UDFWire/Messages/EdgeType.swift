/// Whether points travel one by one or in batches.
public enum EdgeType: Int32, Sendable, CaseIterable {
  case stream = 0
  case batch = 1
}
