import KapacitorUDF
import UDFWire

/// Passes every point on unchanged: Kapacitor's own first example, and the yardstick for what a UDF
/// costs by itself.
public struct Mirror: UDFHandler {
  public static let name = "mirror"
  public static let info = UDFInfo()
  public static let keepsState = false

  public init(options: Options, context: HandlerContext) {}

  public mutating func point(_ point: PointView, _ output: inout HandlerOutput) {
    output.pass(point)
  }
}
