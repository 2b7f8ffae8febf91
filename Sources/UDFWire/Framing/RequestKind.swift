/// What Kapacitor sends: the field numbers of `Request`.
public enum RequestKind: Int, OneofKind, CaseIterable {
  case info = 1
  case initialize = 2
  case keepalive = 3
  case snapshot = 4
  case restore = 5
  case begin = 16
  case point = 17
  case end = 18

  public static var place: WireFault.Place { .request }
}
