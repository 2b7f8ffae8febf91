/// The insides of TICKscript's quoted literals: only the quote itself is ever escaped.
enum QuotedText {
  static func unescaped(_ literal: ArraySlice<Unicode.Scalar>, quote: Unicode.Scalar) -> String {
    var view = String.UnicodeScalarView()
    var index = literal.startIndex
    while index < literal.endIndex {
      if literal[index] == "\\", index + 1 < literal.endIndex, literal[index + 1] == quote {
        index += 1
      }
      view.append(literal[index])
      index += 1
    }
    return String(view)
  }
}
