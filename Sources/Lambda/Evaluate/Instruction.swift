/// One instruction, eight bytes.
struct Instruction {
  let operation: Operation
  /// Which of the functions, where the operation stands for several.
  var function: UInt8 = 0
  var a: UInt16 = 0
  var b: UInt16 = 0
  var c: UInt16 = 0
}
