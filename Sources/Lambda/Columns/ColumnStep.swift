/// An expression whose values go into a slot.
public struct ColumnStep: Sendable {
  public let expression: BoundExpression
  public let slot: Int

  public init(_ expression: BoundExpression, into slot: Int) {
    self.expression = expression
    self.slot = slot
  }
}
