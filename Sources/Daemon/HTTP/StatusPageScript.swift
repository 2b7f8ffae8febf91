enum StatusPageScript {
  /// Names come from outside: everything is set as text, never as markup.
  static let javaScript = """
    'use strict';
    const period = 2000, kept = 90, history = new Map();
    const get = id => document.getElementById(id);
    const number = value => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 1 : 0 });
    const bytes = value => value < 1e6 ? number(value / 1e3) + ' kB' : number(value / 1e6) + ' MB';
    function element(name, text, style) {
      const node = document.createElement(name);
      if (text !== undefined) node.textContent = text;
      if (style) node.className = style;
      return node;
    }
    function duration(seconds) {
      if (seconds < 120) return Math.round(seconds) + ' s';
      if (seconds < 7200) return Math.round(seconds / 60) + ' min';
      return seconds < 172800 ? Math.round(seconds / 3600) + ' h' : Math.round(seconds / 86400) + ' days';
    }
    function rate(key, count, now) {
      const past = history.get(key) || { rates: [] };
      if (past.time !== undefined && now > past.time)
        past.rates.push(Math.max(0, (count - past.count) / (now - past.time) * 1000));
      past.rates = past.rates.slice(-kept);
      past.count = count; past.time = now; past.seen = now;
      history.set(key, past);
      return past.rates;
    }
    function chart(rates) {
      const space = 'http://www.w3.org/2000/svg', top = Math.max(1, ...rates);
      const svg = document.createElementNS(space, 'svg'), line = document.createElementNS(space, 'polyline');
      svg.setAttribute('viewBox', '0 0 ' + (kept - 1) + ' 20');
      svg.setAttribute('preserveAspectRatio', 'none');
      line.setAttribute('points', rates.map((value, index) =>
        (kept - rates.length + index) + ',' + (19 - 18 * value / top)).join(' '));
      svg.append(line);
      return svg;
    }
    function table(node, heads, rows) {
      const numeric = heads.map(head => head.endsWith('#'));
      const line = (cells, kind) => {
        const row = element('tr');
        cells.forEach((cell, index) => row.append(element(kind, cell, numeric[index] ? 'number' : '')));
        return row;
      };
      node.replaceChildren(line(heads.map(head => head.replace('#', '')), 'th'),
        ...rows.map(row => line(row, 'td')));
    }
    function card(udf, now) {
      const rates = rate('udf ' + udf.name, udf.totals.points_in, now), last = rates[rates.length - 1] || 0;
      const node = element('div', undefined, 'card'), name = element('h3', udf.name + ' ');
      name.append(element('small', udf.readiness, udf.readiness === 'ready' ? 'good' : 'bad'));
      const tasks = udf.connections.length;
      node.append(name, element('div', number(last) + ' points/s', 'rate'), chart(rates),
        element('div', tasks + (tasks === 1 ? ' task, ' : ' tasks, ') + number(udf.totals.points_in) + ' points in, '
          + number(udf.totals.failures) + ' failures, ' + number(udf.totals.dropped) + ' dropped', 'dim'));
      return node;
    }
    function show(status) {
      const now = status.uptime_seconds * 1000;
      get('summary').className = '';
      get('summary').textContent = status.version + ', ' + status.phase + ' for '
        + duration(status.uptime_seconds) + ', ' + status.configuration + '; ' + status.continuity.text
        + (status.last_reload ? '; last reload: ' + status.last_reload.message : '');
      get('udfs').replaceChildren(...status.udfs.map(udf => card(udf, now)));
      table(get('tasks'), ['UDF', 'task', 'node', 'points/s#', 'points in#', 'points out#', 'failures#', 'restarts survived#'],
        status.udfs.flatMap(udf => udf.connections.slice(0, 200).map(task => {
          const rates = rate('task ' + task.id, task.counters.points_in, now);
          return [udf.name, task.task, task.node, number(rates[rates.length - 1] || 0),
            number(task.counters.points_in), number(task.counters.points_out),
            number(task.counters.failures), number(task.counters.adoptions)];
        })));
      table(get('models'), ['model', 'generation#', 'kind', 'inputs', 'memory#', 'loaded in#', 'state'],
        status.models.map(model => [model.name, number(model.generation), model.kind || '',
          (model.inputs || []).map(input => input === null ? '(by position)' : input).join(', '),
          model.memory_bytes === undefined ? '' : bytes(model.memory_bytes),
          model.load_milliseconds === undefined ? '' : number(model.load_milliseconds) + ' ms',
          model.failure || (model.kind ? 'serving' : 'loading')]));
      get('warnings').replaceChildren(...(status.warnings.length ? status.warnings.map(warning => {
        const item = element('li', warning.time + ' ', 'dim');
        item.append(element('span', [warning.udf, warning.task, warning.node].filter(Boolean).concat(warning.message).join(' '),
          warning.level === 'error' ? 'bad' : ''));
        return item;
      }) : [element('li', 'none', 'dim')]));
      for (const [key, past] of history) if (past.seen !== now) history.delete(key);
    }
    async function poll() {
      try {
        const answer = await fetch('/status', { cache: 'no-store' });
        if (!answer.ok) throw new Error(answer.status);
        show(await answer.json());
      } catch (error) {
        get('summary').className = 'bad';
        get('summary').textContent = 'no answer from udfd; trying again';
      }
      setTimeout(poll, period);
    }
    poll();
    """
}
