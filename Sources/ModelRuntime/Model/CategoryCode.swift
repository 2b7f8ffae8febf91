/// How a category that is text stands in a row of numbers: as 32 bits of a hash of its bytes, which is
/// what CatBoost keeps of it in a model. The border where text becomes a number; no evaluator sees text.
public enum CategoryCode {
  /// The number for the category `text`, UTF-8.
  public static func number(for text: UnsafeRawBufferPointer) -> Double {
    Double(UInt32(truncatingIfNeeded: CityHash.hash(text)))
  }

  /// The number for the category `text`.
  public static func number(for text: String) -> Double {
    var text = text
    return text.withUTF8 { number(for: UnsafeRawBufferPointer($0)) }
  }

  /// The number for a category that was an integer when the model was trained: its digits are hashed.
  public static func number(for integer: Int64) -> Double {
    withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { digits in
      var start = digits.count
      var rest = integer.magnitude
      repeat {
        start -= 1
        digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      } while rest > 0
      if integer < 0 {
        start -= 1
        digits[start] = UInt8(ascii: "-")
      }
      return number(for: UnsafeRawBufferPointer(rebasing: digits[start...]))
    }
  }
}
