/// bool(), int(), float(), string(), duration(), humanBytes(): one case for each pair of types that
/// needs work at run time.
enum Conversion: UInt8, Sendable {
  case boolFromText, boolFromInt, boolFromFloat
  case intFromText, intFromFloat
  case floatFromText
  case textFromBool, textFromInt, textFromFloat, textFromDuration
  case durationFromIntUnit, durationFromFloatUnit, durationFromText
  case humanBytesFromInt, humanBytesFromFloat
}
