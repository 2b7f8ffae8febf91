enum StatusPageScript {
  /// Names come from outside: everything is set as text, never as markup.
  static let javaScript = """
    const period = 2000;
    function facts(list) {
      const node = element('dl', undefined, 'facts');
      for (const [name, value, isBad] of list) {
        const fact = element('div', undefined, isBad ? 'bad' : '');
        fact.append(element('dt', name), element('dd', value));
        node.append(fact);
      }
      return node;
    }
    function udfCard(udf, bounds, now) {
      const key = 'udf ' + udf.name, list = rates(key, udf.totals.points_in, now);
      const failures = rate(key + ' failures', udf.totals.failures, now), missing = rate(key + ' missing', udf.totals.missing, now);
      const dropped = rate(key + ' dropped', udf.totals.dropped, now);
      const node = element('article', undefined, 'card'), head = element('h3', udf.name), ready = udf.readiness === 'ready';
      head.append(' ', element('small', ready ? 'ready' : udf.readiness, ready ? 'good' : 'bad'));
      const figure = element('div', undefined, 'rate');
      figure.append(element('b', number(list[list.length - 1])), ' points/s');
      node.append(head, figure, chart(list, 'points'), facts([
        ['tasks', number(udf.connections.length)],
        ['a burst, 99%', time(quantile(key + ' time', .99, udf.handler_time.buckets, bounds, now))],
        ['points in', number(udf.totals.points_in)],
        ['failures/s', number(failures), failures > 0], ['missing/s', number(missing), missing > 0],
        ['dropped/s', number(dropped), dropped > 0]]));
      return node;
    }
    function modelCard(model, now) {
      const list = rates('model ' + model.name, model.predictions, now);
      const node = element('article', undefined, 'card'), head = element('h3', model.name);
      head.append(' ', element('small', model.failure ? 'failed' : model.kind ? 'generation ' + model.generation : 'loading',
        model.failure ? 'bad' : 'good'));
      node.append(head);
      if (model.failure) node.append(element('p', model.failure, 'bad'));
      if (!model.kind) return node;
      const figure = element('div', undefined, 'rate');
      figure.append(element('b', number(list[list.length - 1])), ' predictions/s');
      const inputs = model.inputs.map((input, index) => input === null ? 'column ' + (index + 1) : input);
      node.append(element('p', model.kind, 'dim'), figure, chart(list, 'predictions'),
        facts([['memory', bytes(model.memory_bytes)], ['loaded in', model.load_milliseconds ? number(model.load_milliseconds) + ' ms' : 'under 1 ms'], ['inputs', number(inputs.length)]]),
        element('p', inputs.slice(0, 40).join(', ') + (inputs.length > 40 ? ' …' : '') + ' → ' + model.outputs.join(', '), 'dim small'));
      return node;
    }
    function taskRows(status, now) {
      const rows = [];
      for (const udf of status.udfs)
        for (const task of udf.connections.filter(task => task.task)) {
          const counters = task.counters, key = 'task ' + task.id;
          rows.push([task.task, task.node, udf.name, rate(key, counters.points_in, now),
            rate(key + ' time', task.handler_time.sum_nanoseconds, now), rate(key + ' stall', counters.stall_nanoseconds, now),
            counters.failures, counters.adoptions, task.generation === udf.generation ? 'this configuration' : 'an earlier one']);
        }
      return rows.sort((a, b) => (b[3] || 0) - (a[3] || 0) || (a[0] < b[0] ? -1 : 1));
    }
    function show(status) {
      const now = status.uptime_seconds, sum = (list, value) => list.reduce((total, each) => total + value(each), 0);
      const calm = status.phase === 'serving';
      get('phase').textContent = status.phase;
      get('phase').className = calm ? 'good badge' : 'bad badge';
      document.title = 'udfd: ' + status.phase;
      const reload = status.last_reload;
      get('summary').className = '';
      get('summary').textContent = 'version ' + status.version + ', for ' + duration(now) + ', ' + status.configuration;
      const failing = rate('failures', sum(status.udfs, udf => udf.totals.failures + udf.totals.missing), now);
      const tiles = [['points/s', number(rate('points', sum(status.udfs, udf => udf.totals.points_in), now))],
        ['tasks', number(sum(status.udfs, udf => udf.connections.length))],
        ['predictions/s', number(rate('predictions', sum(status.models, model => model.predictions), now))],
        ['failing or missing/s', number(failing), failing > 0],
        ['of one core', percent(rate('processor', status.processor_seconds, now))], ['memory', bytes(status.memory_bytes)]];
      get('tiles').replaceChildren(...facts(tiles).children);
      get('udfs').replaceChildren(...status.udfs.map(udf => udfCard(udf, status.handler_time_bounds_nanoseconds, now)));
      const rows = taskRows(status, now), shown = rows.slice(0, 200);
      get('tasks-section').hidden = !rows.length;
      table(get('tasks'), ['task', 'node', 'UDF', 'points/s#', 'share of a loop#', 'stalled#', 'failures#', 'restarts survived#', 'started under'],
        shown.map(row => [row[0], row[1], row[2], number(row[3]), percent(row[4] === undefined ? undefined : row[4] / 1e9),
          percent(row[5] === undefined ? undefined : row[5] / 1e9), number(row[6]), number(row[7]), row[8]]));
      if (rows.length > shown.length) get('tasks').append(element('caption', 'and ' + (rows.length - shown.length) + ' tasks more'));
      get('models-section').hidden = !status.models.length;
      get('models').replaceChildren(...status.models.map(model => modelCard(model, now)));
      const lines = [element('p', status.continuity.text, status.continuity.on ? 'good' : '')];
      const kept = sum(status.udfs, udf => udf.connections.filter(task => task.counters.adoptions).length);
      if (kept) lines.push(element('p', kept + (kept === 1 ? ' task has' : ' tasks have') + ' outlived a process of the daemon'));
      if (reload) lines.push(element('p', 'last reload ' + reload.time + (reload.applied ? ', applied: ' : ', refused: ') + reload.message, reload.applied ? '' : 'bad'));
      get('continuity').replaceChildren(...lines);
      get('warnings').replaceChildren(...(status.warnings.length ? status.warnings.map(warning => {
        const item = element('li'), about = [warning.udf, warning.task, warning.node].filter(Boolean).join(' · ');
        item.append(element('time', warning.time), element('b', warning.level, warning.level === 'error' ? 'bad' : 'doubtful'));
        if (about) item.append(element('span', about, 'dim'));
        item.append(element('span', warning.message, 'message'));
        return item;
      }) : [element('li', 'none', 'dim')]));
      forgetUnseen(now);
    }
    async function poll() {
      // What nobody looks at asks for nothing.
      if (!document.hidden) {
        try {
          const answer = await fetch('/status', { cache: 'no-store' });
          if (!answer.ok) throw new Error(answer.status);
          show(await answer.json());
        } catch (error) {
          get('summary').className = 'bad';
          get('summary').textContent = 'no answer from udfd; asking again';
        }
      }
      setTimeout(poll, period);
    }
    poll();
    """
}
