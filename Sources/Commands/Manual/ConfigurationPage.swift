import Daemon
import Handlers
import Settings

/// udfd.toml(5), from the declarations by which the configuration is checked.
enum ConfigurationPage {
  static func roff(_ registry: HandlerRegistry) -> String {
    var page = RoffPage(
      title: "UDFD.TOML", section: 5, date: UDFDVersion.date,
      source: "udfd \(UDFDVersion.current)", volume: "File Formats Manual")
    page.section("NAME")
    page.paragraph("udfd.toml - configuration of udfd")
    page.section("DESCRIPTION")
    page.paragraph(
      "udfd(8) reads one TOML file, /etc/udfd/udfd.toml unless `--config` names another. Unknown keys are errors. "
        + "Changes take effect with `systemctl reload udfd`: all or nothing. `udfd check` says beforehand whether a file "
        + "would be taken, and how a TICKscript calls each UDF.")
    page.paragraph(ConfigurationReference.valueForms)
    for section in ConfigurationSections.all {
      page.section(section.header)
      page.paragraph(section.summary)
      keys(section.keys, &page)
    }
    page.section("OPTIONS OF A UDF, THE LONG FORM")
    page.paragraph(ConfigurationReference.longForm)
    keys(DeclaredOptions.longForm, &page)
    handlers(registry, &page)
    example(&page)
    page.section("FILES")
    page.item("/etc/udfd/udfd.toml", "The configuration.")
    page.item("/usr/share/doc/udfd/examples", "Configurations to begin with, with their tests.")
    page.section("SEE ALSO")
    page.paragraph("udfd(8), /usr/share/doc/udfd")
    return page.text
  }

  private static func keys(_ keys: [KeyDeclaration], _ page: inout RoffPage) {
    for key in keys {
      var text = ConfigurationReference.sentence(ConfigurationReference.type(of: key))
      text += " Default: \(ConfigurationReference.defaultText(of: key))."
      if key.isRequired {
        text = ConfigurationReference.sentence(ConfigurationReference.type(of: key)) + " Required."
      }
      text += " " + ConfigurationReference.sentence(key.summary)
      if let variable = key.environment { text += " Environment: `\(variable)`." }
      page.item(key.name, text)
    }
  }

  /// What every handler takes stands once, before the handlers.
  private static func handlers(_ registry: HandlerRegistry, _ page: inout RoffPage) {
    let entries = registry.entries.sorted { $0.name < $1.name }
    let texts = entries.map { entry in Set(entry.keys.map(identity)) }
    let common = texts.dropFirst().reduce(texts.first ?? []) { $0.intersection($1) }
    page.section("KEYS OF EVERY HANDLER")
    page.paragraph("These stand in `[udf.NAME]`, whichever handler serves it.")
    keys(entries.first?.keys.filter { common.contains(identity($0)) } ?? [], &page)
    page.section("HANDLERS")
    page.paragraph("What `handler` can name, and the keys that each adds to `[udf.NAME]`.")
    for entry in entries {
      page.subsection("`handler = \"\(entry.name)\"`")
      page.paragraph(ConfigurationReference.sentence(entry.summary))
      keys(entry.keys.filter { !common.contains(identity($0)) }, &page)
      guard !entry.options.isEmpty else { continue }
      page.paragraph(
        "Its options, as a TICKscript sets them; `[udf.NAME.options]` changes defaults:")
      for option in entry.options {
        page.item(
          CheckReport.call(option), ConfigurationReference.sentence(CheckReport.comment(option)))
      }
    }
  }

  private static func identity(_ key: KeyDeclaration) -> String { "\(key.name) \(key.summary)" }

  private static func example(_ page: inout RoffPage) {
    page.section("EXAMPLE")
    page.paragraph("A model that scores points, and a TICKscript that calls it:")
    page.literal(
      """
      [models.turbine]
      path = "turbine.pkl"
      inputs = ["wind_speed"]

      [udf.wind_turbine]
      handler = "score"
      model = "turbine"

      [udf.wind_turbine.options]
      limit = 0.3

      [udf.wind_turbine.set]
      expected_power = 'prediction'
      anomaly = 'abs(prediction - "power") > limit * prediction'
      """)
    page.literal(
      """
      stream
          |from()
              .measurement('turbine')
          @wind_turbine()
              .limit(0.2)
          |alert()
              .crit(lambda: "anomaly")
      """)
  }
}
