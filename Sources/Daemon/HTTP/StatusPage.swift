import Glibc

/// The status page: one page without anything from elsewhere, live by polling `/status`.
enum StatusPage {
  /// The page, with a number used once that alone lets its style and script run.
  static func answer() -> HTTPAnswer {
    let nonce = randomHexadecimal(bytes: 16)
    return HTTPAnswer(
      content: .html,
      body: """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>udfd</title>
        <style nonce="\(nonce)">\(StatusPageStyle.css)</style>
        </head>
        <body>
        <header>
        <div><h1>udfd</h1> <b id="phase"></b></div>
        <p id="summary">asking …</p>
        </header>
        <main>
        <dl id="tiles"></dl>
        <section><h2>UDFs</h2><div id="udfs" class="cards"></div></section>
        <section id="tasks-section"><h2>Tasks</h2><div class="panel"><table id="tasks"></table></div></section>
        <section id="models-section"><h2>Models</h2><div id="models" class="cards"></div></section>
        <section><h2>Continuity</h2><div class="panel text" id="continuity"></div></section>
        <section><h2>Recent warnings</h2><ol id="warnings" class="panel"></ol></section>
        </main>
        <noscript>This page is drawn by a script, which this browser does not run: /status has the same as JSON.</noscript>
        <script nonce="\(nonce)">\(StatusPageFigures.javaScript)
        \(StatusPageScript.javaScript)</script>
        </body>
        </html>

        """,
      contentSecurityPolicy: "default-src 'none'; style-src 'nonce-\(nonce)'; "
        + "script-src 'nonce-\(nonce)'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'")
  }

  private static func randomHexadecimal(bytes count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in
      let byte = UInt8.random(in: 0...255, using: &generator)
      return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
