import KapacitorPeer

/// The report of a replay: one page without anything from elsewhere. Its policy lets its own script run and nothing
/// else; names reach it as data and are set as text.
enum ReportPage {
  static func html(
    _ report: ReplayReport, _ summary: ReplaySummary, udf: String, input: String
  ) -> String {
    let nonce = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }.joined()
    let data = embedded(ReportData.json(report, summary, udf: udf, input: input).text)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-\(nonce)'; \
      script-src 'nonce-\(nonce)'; base-uri 'none'; form-action 'none'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>udfd replay</title>
      <style nonce="\(nonce)">
      \(ReportStyle.css)
      </style>
      </head>
      <body>
      <header>
      <p class="kicker">udfd replay</p>
      <h1 id="title"></h1>
      <p id="subtitle"></p>
      </header>
      <main>
      <dl id="tiles"></dl>
      <section id="found"><h2>What was found</h2><div id="levels"></div><figure id="over"></figure></section>
      <section id="scatter"><h2 id="axes"></h2><figure id="cloud"></figure></section>
      <section><h2>Fields that came in</h2><div id="inputs" class="charts"></div></section>
      <section><h2>Fields that the UDF set</h2><div id="outputs" class="charts"></div></section>
      <section id="highest"><h2>The highest levels</h2><div class="scroll"><table id="flagged"></table></div></section>
      <section><h2>Latency</h2><figure id="latency"></figure></section>
      <section><h2>Fields</h2><div class="scroll"><table id="fields"></table></div></section>
      </main>
      <noscript>This page draws its pictures by a script, which this browser does not run.</noscript>
      <script type="application/json" id="data">\(data)</script>
      <script nonce="\(nonce)">
      \(ReportScript.javaScript)
      </script>
      </body>
      </html>

      """
  }

  /// JSON that cannot end the element that it stands in, whatever names are in it.
  private static func embedded(_ json: String) -> String {
    var text = ""
    text.reserveCapacity(json.utf8.count)
    for scalar in json.unicodeScalars {
      switch scalar {
      case "<": text += "\\u003c"
      case "\u{2028}": text += "\\u2028"
      case "\u{2029}": text += "\\u2029"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
