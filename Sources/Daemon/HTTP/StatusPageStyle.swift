enum StatusPageStyle {
  static let css = """
    :root { --ink: #1c2733; --dim: #5c6b7a; --line: #d8dfe6; --ground: #f6f8fa; --card: #fff;
      --accent: #1769aa; --good: #1a7f4b; --bad: #b3261e; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --dim: #93a1af; --line: #2c3743;
      --ground: #12181f; --card: #1a222b; --accent: #6db3f2; --good: #5bc98c; --bad: #ff8a80; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--ground);
      color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
    header { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; }
    h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
    #summary { color: var(--dim); margin: 0; }
    .cards { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
      padding: .75rem 1rem; }
    .card h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; }
    .rate { font-size: 1.4rem; font-variant-numeric: tabular-nums; }
    .dim { color: var(--dim); } .good { color: var(--good); } .bad { color: var(--bad); }
    svg { display: block; width: 100%; height: 2.5rem; }
    polyline { fill: none; stroke: var(--accent); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
    .scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line);
      border-radius: .5rem; }
    table { border-collapse: collapse; width: 100%; }
    th, td { text-align: left; padding: .4rem .75rem; border-bottom: 1px solid var(--line);
      white-space: nowrap; }
    tr:last-child td { border-bottom: 0; } th { color: var(--dim); font-weight: 500; }
    td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { padding: .3rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
    """
}
