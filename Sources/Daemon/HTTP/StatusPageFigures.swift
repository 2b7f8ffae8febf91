enum StatusPageFigures {
  /// Numbers as people read them, rates between two polls, quantiles, and charts.
  static let javaScript = """
    'use strict';
    const kept = 90, history = new Map(), space = 'http://www.w3.org/2000/svg';
    const get = id => document.getElementById(id);
    const number = value => value === undefined ? '–'
      : value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
    const bytes = value => value < 1e3 ? value + ' B' : value < 1e6 ? number(value / 1e3) + ' kB'
      : value < 1e9 ? number(value / 1e6) + ' MB' : number(value / 1e9) + ' GB';
    const percent = value => value === undefined ? '–' : number(100 * value) + '%';
    const time = value => value === undefined ? '–' : value < 1e3 ? number(value) + ' ns'
      : value < 1e6 ? number(value / 1e3) + ' µs' : value < 1e9 ? number(value / 1e6) + ' ms' : number(value / 1e9) + ' s';
    function duration(seconds) {
      if (seconds < 120) return Math.round(seconds) + ' s';
      if (seconds < 7200) return Math.round(seconds / 60) + ' min';
      return seconds < 172800 ? Math.round(seconds / 3600) + ' h' : Math.round(seconds / 86400) + ' days';
    }
    function element(name, text, style) {
      const node = document.createElement(name);
      if (text !== undefined && text !== null) node.textContent = text;
      if (style) node.className = style;
      return node;
    }

    // What a count grows by in a second, at each poll; the newest last. A count that shrank is another process's.
    function rates(key, count, now) {
      const past = history.get(key) || { rates: [] };
      if (past.time !== undefined && now > past.time && count >= past.count)
        past.rates.push((count - past.count) / (now - past.time));
      else if (past.time !== undefined && count < past.count) past.rates = [];
      past.rates = past.rates.slice(-kept);
      past.count = count; past.time = now; past.seen = now;
      history.set(key, past);
      return past.rates;
    }
    const rate = (key, count, now) => { const list = rates(key, count, now); return list[list.length - 1]; };
    function forgetUnseen(now) {
      for (const [key, past] of history) if (past.seen !== now) history.delete(key);
    }

    // The time that 99 of 100 bursts did not exceed, of those since the poll before.
    function quantile(key, share, buckets, bounds, now) {
      const past = history.get(key), before = past && past.buckets, since = buckets.map((count, index) =>
        before && before[index] <= count ? count - before[index] : 0);
      history.set(key, { buckets, seen: now });
      const total = since.reduce((sum, count) => sum + count, 0);
      if (!total) return undefined;
      let seen = 0;
      for (let index = 0; index < since.length; index++) {
        seen += since[index];
        if (seen >= share * total) return bounds[Math.min(index, bounds.length - 1)];
      }
    }

    // A line over the last polls, filled; it says its highest value.
    function chart(list, label) {
      const top = Math.max(1e-9, ...list), svg = document.createElementNS(space, 'svg');
      const title = document.createElementNS(space, 'title'), name = label + ', at most ' + number(list.length ? top : 0) + ' a second';
      title.textContent = name;
      svg.setAttribute('viewBox', '0 0 ' + (kept - 1) + ' 30');
      svg.setAttribute('preserveAspectRatio', 'none');
      svg.setAttribute('role', 'img');
      svg.setAttribute('aria-label', name);
      svg.append(title);
      const base = document.createElementNS(space, 'path');
      base.setAttribute('class', 'base');
      base.setAttribute('d', 'M0 29.5H' + (kept - 1));
      svg.append(base);
      if (list.length > 1) {
        const points = list.map((value, index) => (kept - list.length + index) + ' ' + (29 - 26 * value / top).toFixed(2));
        for (const [kind, path] of [['area', 'M' + (kept - list.length) + ' 29.5L' + points.join('L') + 'L' + (kept - 1) + ' 29.5Z'], ['line', 'M' + points.join('L')]]) {
          const shape = document.createElementNS(space, 'path');
          shape.setAttribute('class', kind);
          shape.setAttribute('d', path);
          svg.append(shape);
        }
      }
      return svg;
    }

    // A table whose cells know their columns' names, for screens too narrow for columns. `#` ends the name of numbers.
    function table(node, heads, rows) {
      const names = heads.map(head => head.replace('#', ''));
      const head = element('tr');
      names.forEach((name, index) => head.append(element('th', name, heads[index].endsWith('#') ? 'number' : '')));
      node.replaceChildren(head, ...rows.map(cells => {
        const row = element('tr');
        cells.forEach((cell, index) => {
          const made = element('td', cell, heads[index].endsWith('#') ? 'number' : '');
          made.dataset.name = names[index];
          row.append(made);
        });
        return row;
      }));
    }
    """
}
