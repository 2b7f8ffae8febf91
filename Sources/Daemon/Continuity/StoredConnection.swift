/// What the store gave back under one name: a connection and its journal.
public struct StoredConnection: Sendable {
  public let name: String
  public let descriptors: [Int32]

  public init(name: String, descriptors: [Int32]) {
    self.name = name
    self.descriptors = descriptors
  }
}

/// What became of the stored connections.
public struct AdoptionReport: Sendable, Equatable {
  /// Connections that go on.
  public var adopted = 0
  /// Connections that had ended, or whose other half was missing: nothing was lost.
  public var leftovers = 0
  /// Connections that were closed because their journal or their UDF is not what it must be.
  public var refused = 0

  public init() {}
}
