/// The functions of texts. Arguments and results are described by `Function.overloads`.
enum TextFunction: UInt8, Sendable {
  case contains, containsAny, hasPrefix, hasSuffix
  case count, index, indexAny, lastIndex, lastIndexAny, length
  case trim, trimLeft, trimRight, trimPrefix, trimSuffix, trimSpace
  case toLower, toUpper, replace, substring
}
