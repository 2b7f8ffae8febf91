import KapacitorUDF

/// The guide's complete example as numbers: a turbine's power is compared with what a model predicts
/// from the wind, and the relative error becomes an anomaly level.
struct WindTurbineRule: Sendable, Equatable {
  static let info = UDFInfo(options: [
    .string("wind_speed_field", default: "wind_speed", "wind speed in m/s"),
    .string("power_field", default: "grid_active_power", "power in kW, as measured"),
    .string("as", default: "anomaly_status", "the field that is written"),
    .double("cut_in_speed", default: 3.0, min: 0.0, "in m/s: at or below it the turbine stands"),
    .double("cut_out_speed", default: 14.0, min: 0.0, "in m/s: above it the turbine is braked"),
    .double("error_threshold", default: 0.15, min: 0.0, "relative error up to which all is well"),
    .double("low_level", default: 0.3, "level of errors above error_threshold and below this"),
    .double("medium_level", default: 0.6, "level of errors from low_level and below this"),
    .double("high_level", default: 1.0, "level of errors from medium_level"),
  ])

  /// What is written where the turbine is idle, and where no error can be told.
  static let normal = 0.0

  let windSpeedField: String
  let powerField: String
  let outputField: String
  let cutInSpeed: Double
  let cutOutSpeed: Double
  let errorThreshold: Double
  let lowLevel: Double
  let mediumLevel: Double
  let highLevel: Double

  init(_ options: Options) throws {
    windSpeedField = try options.string("wind_speed_field")
    powerField = try options.string("power_field")
    outputField = try options.string("as")
    cutInSpeed = try options.double("cut_in_speed")
    cutOutSpeed = try options.double("cut_out_speed")
    errorThreshold = try options.double("error_threshold")
    lowLevel = try options.double("low_level")
    mediumLevel = try options.double("medium_level")
    highLevel = try options.double("high_level")
    guard cutInSpeed < cutOutSpeed else {
      throw OptionError(
        option: "cut_out_speed",
        reason: "expects more than cut_in_speed, which is \(cutInSpeed), got \(cutOutSpeed)")
    }
    guard lowLevel <= mediumLevel else {
      throw OptionError(
        option: "medium_level",
        reason: "expects at least low_level, which is \(lowLevel), got \(mediumLevel)")
    }
  }

  /// Whether the turbine is expected to run. NaN is no wind.
  @inline(__always)
  func runs(atWindSpeed speed: Double) -> Bool { speed > cutInSpeed && speed <= cutOutSpeed }

  /// The level of a measured power against the predicted one. A turbine that takes power, and numbers
  /// that are none, are no anomaly.
  @inline(__always)
  func level(power: Double, prediction: Double) -> Double {
    guard power > 0 else { return Self.normal }
    let error = abs(prediction - power) / power
    guard error > errorThreshold else { return Self.normal }
    if error < lowLevel { return lowLevel }
    if error < mediumLevel { return mediumLevel }
    return highLevel
  }
}
