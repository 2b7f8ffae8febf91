/// A field's number and how its value is laid out.
package struct WireTag: Sendable, Equatable {
  package let number: Int
  package let type: WireType

  /// 29 bits, protobuf's own bound.
  package static let maximumNumber = (1 << 29) - 1

  package init(_ number: Int, _ type: WireType) {
    self.number = number
    self.type = type
  }

  /// The tag in its encoded form.
  package var encoded: UInt64 { UInt64(number) << 3 | UInt64(type.rawValue) }
}
