/// What a UDF sends: the field numbers of `Response`. Data messages have the same numbers as in
/// `Request`.
public enum ResponseKind: Int, OneofKind, CaseIterable {
  case info = 1
  case initialize = 2
  case keepalive = 3
  case snapshot = 4
  case restore = 5
  case error = 6
  case begin = 16
  case point = 17
  case end = 18

  public static var place: WireFault.Place { .response }
}
