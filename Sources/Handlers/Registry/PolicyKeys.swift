import KapacitorUDF
import Settings

/// The keys of `[udf.NAME]` that say what becomes of points that cannot be handled. Every kind has
/// them.
public enum PolicyKeys {
  public static let onError = KeyDeclaration(
    "on_error", .choice(PointFailurePolicy.allCases.map(\.rawValue)),
    default: .string(PointFailurePolicy.pass.rawValue),
    summary:
      "what becomes of a point that the handler fails on: passed on, dropped, or the task fails")

  public static let onMissing = KeyDeclaration(
    "on_missing", .choice(MissingPolicy.allCases.map(\.rawValue)),
    default: .string(MissingPolicy.drop.rawValue),
    summary: "what becomes of a point that lacks a field: dropped, passed on, or the task fails")

  public static let onRestore = KeyDeclaration(
    "on_restore", .choice(RestorePolicy.allCases.map(\.rawValue)),
    default: .string(RestorePolicy.startClean.rawValue),
    summary: "what becomes of a task whose snapshot does not fit: started without state, or failed")

  public static let all = [onError, onMissing, onRestore]
}

/// The policies of one UDF, as its table sets them.
public struct Policies: Sendable, Equatable {
  public var pointFailure: PointFailurePolicy
  public var missing: MissingPolicy
  public var restore: RestorePolicy

  public init(_ settings: SettingTable) throws(SettingError) {
    // The words were checked against the cases: the defaults here are never reached.
    pointFailure =
      PointFailurePolicy(rawValue: try settings.string(of: PolicyKeys.onError)) ?? .pass
    missing = MissingPolicy(rawValue: try settings.string(of: PolicyKeys.onMissing)) ?? .drop
    restore = RestorePolicy(rawValue: try settings.string(of: PolicyKeys.onRestore)) ?? .startClean
  }
}
