import Settings

/// The tables of the configuration file, in the order of the reference.
public enum ConfigurationSections {
  public static let all = [
    SettingSection(
      header: "[daemon]", summary: "The daemon as a whole. All of it may be left out.",
      keys: DaemonKeys.all),
    SettingSection(
      header: "[models.NAME]",
      summary: "A model, loaded once and shared by every handler that names it.",
      keys: ModelKeys.all),
    SettingSection(
      header: "[udf.NAME]",
      summary: "A UDF: what a TICKscript calls `@NAME()`. Its handler may add keys; see below.",
      keys: UDFKeys.all),
  ]
}
