/// Which message a Request or Response holds: the number of a field of its oneof.
public protocol OneofKind: RawRepresentable, Sendable, Equatable where RawValue == Int {
  static var place: WireFault.Place { get }
}
