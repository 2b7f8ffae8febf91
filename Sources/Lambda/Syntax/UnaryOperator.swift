/// TICKscript's unary operators. On a boolean, `-` means NOT, as in Kapacitor.
enum UnaryOperator: UInt8, Sendable {
  case minus, not

  var symbol: String { self == .minus ? "-" : "!" }
}
