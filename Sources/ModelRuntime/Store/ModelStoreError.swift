/// Models that could not be prepared; the generation that serves is untouched.
public struct ModelStoreError: Error, Sendable {
  /// The models by their names in the configuration, in its order; never empty.
  public var failures: [(name: String, error: ModelError)]
}

extension ModelStoreError: CustomStringConvertible {
  /// One line, about every model that failed.
  public var description: String {
    failures.map { "model \($0.name): \($0.error)" }.joined(separator: "; also ")
  }
}
