/// What the author of a UDF writes: a handler that describes itself and is made from options.
///
/// ```swift
/// struct Double: UDFHandler {
///   static let info = UDFInfo(options: [.string("field")])
///   ...
/// }
/// ```
public protocol UDFHandler: TaskHandler, SendableMetatype, ~Copyable {
  /// The name under which TICKscripts call it, unless the configuration gives another: letters,
  /// digits and `_`.
  static var name: String { get }
  /// The edges it sits between and its options.
  static var info: UDFInfo { get }
  /// Whether answers depend on what came before: true unless the handler says otherwise. A handler that looks at each
  /// point by itself says false and spares the daemon the checkpoints.
  static var keepsState: Bool { get }
  /// Makes the handler of one task. What it throws refuses the task with that text.
  init(options: Options, context: HandlerContext) throws
}

extension UDFHandler where Self: ~Copyable {
  public static var keepsState: Bool { true }
}
