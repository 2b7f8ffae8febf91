enum ReportStyle {
  static let css = """
    :root { --ink: #17212b; --dim: #5b6875; --line: #dde3e9; --ground: #f5f7f9; --card: #fff;
      --input: #4a7ba6; --output: #b4531f; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --dim: #94a2b0; --line: #2b3540;
      --ground: #10161c; --card: #182029; --input: #7fb2de; --output: #f0a05c; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem 3rem; background: var(--ground);
      color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
    header { margin-bottom: 1.25rem; }
    .kicker { margin: 0; color: var(--dim); font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; }
    h1 { margin: 0; font-size: 1.8rem; line-height: 1.2; overflow-wrap: anywhere; }
    #subtitle { margin: .2rem 0 0; color: var(--dim); overflow-wrap: anywhere; }
    h2 { font-size: 1.05rem; margin: 2rem 0 .6rem; }
    dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 0; }
    dl div, figure, .scroll, #levels { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
    dl div { padding: .6rem .9rem; }
    dt { color: var(--dim); font-size: .85rem; }
    dd { margin: 0; font-size: 1.35rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    dd small { font-size: .85rem; color: var(--dim); }
    figure { margin: 0; padding: .75rem .9rem; min-width: 0; }
    figcaption { display: flex; flex-wrap: wrap; gap: 0 .75rem; justify-content: space-between; margin-bottom: .35rem; }
    figcaption b { font-weight: 600; overflow-wrap: anywhere; }
    figcaption span { color: var(--dim); font-variant-numeric: tabular-nums; }
    .charts { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }
    #levels { padding: .75rem .9rem; margin-bottom: .75rem; display: flex; flex-wrap: wrap; gap: .35rem 1.4rem; }
    .key { display: inline-flex; align-items: center; gap: .45rem; overflow-wrap: anywhere; }
    .key span { color: var(--dim); font-variant-numeric: tabular-nums; }
    .dot { width: .75rem; height: .75rem; border-radius: 50%; flex: none; }
    svg { display: block; width: 100%; overflow: visible; }
    svg text { fill: var(--dim); font: 11px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
    .grid { stroke: var(--line); stroke-width: 1; shape-rendering: crispEdges; }
    .input { --colour: var(--input); } .output { --colour: var(--output); }
    .band { fill: var(--colour); opacity: .22; } .middle { fill: none; stroke: var(--colour); stroke-width: 1.4; }
    .bar { fill: var(--input); }
    .cross { stroke: var(--dim); stroke-width: 1; stroke-dasharray: 3 3; }
    .stage { position: relative; } .stage canvas, .stage svg { position: absolute; inset: 0; width: 100%; height: 100%; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; }
    th, td { padding: .4rem .9rem; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; }
    th { color: var(--dim); font-weight: 500; } tr:last-child td { border-bottom: 0; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    [hidden] { display: none; }
    @media print { body { background: none; } section { break-inside: avoid; } }
    """
}
