/// Where the value of the last evaluation lies, and its type.
@usableFromInline
struct LastResult {
  @usableFromInline var register: Int
  @usableFromInline var kind: ValueKind

  @inlinable
  init(register: Int, kind: ValueKind) {
    self.register = register
    self.kind = kind
  }
}
