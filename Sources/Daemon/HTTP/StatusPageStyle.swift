enum StatusPageStyle {
  static let css = """
    :root { --ink: #17212b; --dim: #5b6875; --line: #dde3e9; --ground: #f5f7f9; --card: #fff;
      --accent: #1f6fb2; --good: #18794a; --bad: #b3261e; --doubtful: #8a5a00; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8edf2; --dim: #94a2b0; --line: #2b3540;
      --ground: #10161c; --card: #182029; --accent: #6db3f2; --good: #5bc98c; --bad: #ff8a80; --doubtful: #f0c060; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; max-width: 76rem; padding: 1.25rem 1rem 3rem; background: var(--ground);
      color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
    header { margin-bottom: 1rem; }
    header div { display: flex; align-items: center; gap: .75rem; }
    h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.05rem; margin: 1.75rem 0 .6rem; }
    .badge { border: 1px solid currentColor; border-radius: 1rem; padding: .05rem .7rem; font-size: .85rem; font-weight: 500; }
    .badge:empty { display: none; }
    #summary { color: var(--dim); margin: .15rem 0 0; overflow-wrap: anywhere; }
    dl, dd, dt, p { margin: 0; }
    #tiles { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); }
    #tiles div, .card, .panel { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
    #tiles div { padding: .6rem .9rem; } dt { color: var(--dim); font-size: .85rem; }
    #tiles dd { font-size: 1.35rem; font-variant-numeric: tabular-nums; }
    .cards { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
    .card { padding: .8rem 1rem; min-width: 0; display: flex; flex-direction: column; gap: .35rem; }
    .card h3 { margin: 0; font-size: 1rem; overflow-wrap: anywhere; } .card p { overflow-wrap: anywhere; }
    h3 small { font-weight: 400; margin-left: .25rem; }
    .rate b { font-size: 1.45rem; font-weight: 600; font-variant-numeric: tabular-nums; } .rate { color: var(--dim); }
    .rate b { color: var(--ink); } .small { font-size: .85rem; }
    .facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: .25rem .75rem; }
    .facts dd { font-variant-numeric: tabular-nums; }
    .dim { color: var(--dim); } .good { color: var(--good); } .bad, .bad dd { color: var(--bad); } .doubtful { color: var(--doubtful); }
    svg { display: block; width: 100%; height: 3rem; }
    .area { fill: var(--accent); opacity: .16; }
    .line { fill: none; stroke: var(--accent); stroke-width: 1.6; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
    .base { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
    .panel { overflow-x: auto; } .text { padding: .7rem 1rem; overflow-wrap: anywhere; }
    table { border-collapse: collapse; width: 100%; }
    caption { caption-side: bottom; color: var(--dim); padding: .4rem; }
    th, td { text-align: left; padding: .4rem .9rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
    td:first-child { white-space: normal; overflow-wrap: anywhere; min-width: 9rem; }
    tr:last-child td { border-bottom: 0; } th { color: var(--dim); font-weight: 500; }
    td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { display: flex; flex-wrap: wrap; gap: 0 .75rem; padding: .45rem 1rem; border-bottom: 1px solid var(--line); }
    li:last-child { border-bottom: 0; } li > * { overflow-wrap: anywhere; min-width: 0; } li .message { flex: 1 1 20rem; }
    time { color: var(--dim); font-variant-numeric: tabular-nums; }
    [hidden] { display: none; }
    @media (max-width: 45rem) {
      th { display: none; } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
      tr:first-child { display: none; } tr:last-child { border-bottom: 0; }
      td, td.number { display: flex; justify-content: space-between; gap: 1rem; padding: .1rem 1rem; border: 0; text-align: right;
        white-space: normal; overflow-wrap: anywhere; }
      td::before { content: attr(data-name); color: var(--dim); text-align: left; flex: none; }
      td:first-child { font-weight: 600; }
    }
    """
}
