enum ReportScript {
  /// Draws what is in the page's data. Names come from outside: everything is set as text, never as markup.
  static let javaScript = """
    'use strict';
    const data = JSON.parse(document.getElementById('data').textContent);
    const get = id => document.getElementById(id);
    const space = 'http://www.w3.org/2000/svg';
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const whole = value => Math.round(value).toLocaleString('en');
    const number = value => value === null ? '' : Math.abs(value) >= 1e5 || Number.isInteger(value)
      ? value.toLocaleString('en', { maximumFractionDigits: 0 }) : String(+value.toPrecision(5));
    const time = ms => new Date(ms).toISOString().replace('T', ' ').replace(/(:00)?[.]000Z$/, '').replace('Z', '');
    const nanoseconds = value => value < 1e4 ? whole(value) + ' ns' : value < 1e7 ? (value / 1e3).toFixed(1) + ' µs'
      : value < 1e10 ? (value / 1e6).toFixed(1) + ' ms' : (value / 1e9).toFixed(1) + ' s';
    function node(name, text, style) {
      const made = document.createElement(name);
      if (text !== undefined && text !== null) made.textContent = text;
      if (style) made.className = style;
      return made;
    }
    function shape(parent, name, attributes, text) {
      const made = document.createElementNS(space, name);
      for (const key in attributes) made.setAttribute(key, attributes[key]);
      if (text !== undefined) made.textContent = text;
      parent.append(made);
      return made;
    }

    // Colours: the lowest level is in the background, the others go from yellow to red; names get hues of their own.
    function colours() {
      const levels = data.levels, numeric = levels.length > 1 && levels.every(level => level.number !== null);
      const hot = dark.matches ? ['#5f7d99', '#e9c33c', '#f39a3d', '#f0603f', '#e0407d', '#b44fd8', '#8d6bff', '#5aa0ff']
        : ['#9db2c6', '#d9a514', '#e57a1f', '#cf2f2f', '#a3195b', '#6f2da8', '#4338a8', '#1f5fae'];
      const hues = dark.matches ? ['#6cb3f0', '#f0a05c', '#6fce9a', '#e57f95', '#b79cf0', '#d9c45a', '#6fd0d0', '#a9b4bf']
        : ['#2f6fb0', '#c9651b', '#2c8a57', '#b8354f', '#7a53c4', '#9a8412', '#1f8c8c', '#6b7783'];
      if (!numeric) return hues;
      const last = levels.length - 1;
      return levels.map((_, index) => index === 0 ? hot[0] : last < 3 && index === last ? hot[3] : hot[index]);
    }

    function ticks(low, high, wanted) {
      const step = (high - low || 1) / wanted, power = Math.pow(10, Math.floor(Math.log10(step)));
      const size = [1, 2, 5, 10].find(each => each * power >= step) * power, list = [];
      for (let value = Math.ceil(low / size - 1e-9) * size; value <= high + size * 1e-9; value += size)
        list.push(+value.toPrecision(12));
      return list;
    }
    function timeTicks(low, high, wanted) {
      const s = 1e3, m = 60 * s, h = 60 * m, d = 24 * h;
      const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, s, 2 * s, 5 * s, 10 * s, 30 * s, m, 2 * m, 5 * m, 10 * m, 30 * m,
        h, 2 * h, 3 * h, 6 * h, 12 * h, d, 2 * d, 7 * d, 14 * d, 30 * d, 91 * d, 182 * d, 365 * d, 1826 * d, 3652 * d];
      const size = sizes.find(each => (high - low) / each <= wanted) || (high - low) / wanted, list = [];
      for (let value = Math.ceil(low / size) * size; value <= high; value += size) list.push(value);
      const text = value => {
        const iso = new Date(value).toISOString();
        return size >= d ? iso.slice(0, 10) : size >= m ? (value % d === 0 ? iso.slice(5, 10) : iso.slice(11, 16))
          : size >= s ? iso.slice(11, 19) : iso.slice(17, 23);
      };
      return list.map(value => ({ value, text: text(value) }));
    }

    // A frame with axes; `draw` gets the plot's scales.
    function frame(figure, height, x, y, options) {
      const width = Math.max(200, figure.clientWidth - 30), left = 52, right = 8, top = 6, bottom = 22;
      const svg = document.createElementNS(space, 'svg');
      svg.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
      svg.style.height = height + 'px';
      const across = value => left + (value - x.low) / (x.high - x.low || 1) * (width - left - right);
      const up = value => height - bottom - (value - y.low) / (y.high - y.low || 1) * (height - top - bottom);
      for (const value of ticks(y.low, y.high, height / 45)) {
        shape(svg, 'line', { class: 'grid', x1: left, x2: width - right, y1: up(value), y2: up(value) });
        shape(svg, 'text', { x: left - 7, y: up(value) + 4, 'text-anchor': 'end' }, number(value));
      }
      const marks = x.ticks ? x.ticks(Math.max(2, Math.floor(width / 95)))
        : timeTicks(x.low, x.high, Math.max(2, Math.floor(width / 95)));
      for (const mark of marks) {
        const place = across(mark.value);
        if (options && options.lines) shape(svg, 'line', { class: 'grid', x1: place, x2: place, y1: top, y2: height - bottom });
        shape(svg, 'text', { x: Math.min(Math.max(place, left + 12), width - right - 14), y: height - 6, 'text-anchor': 'middle' }, mark.text);
      }
      return { svg, width, height, left, right, top, bottom, across, up };
    }
    function caption(figure, title, note) {
      const line = node('figcaption'), side = node('span', note);
      line.append(node('b', title), side);
      figure.replaceChildren(line);
      return side;
    }
    const buckets = data.levels.length ? data.levels[0].over.length : data.series.length ? data.series[0].low.length : 0;
    const span = { low: data.start, high: data.start + Math.max(1, buckets) * data.bucket };
    const middle = index => data.start + (index + .5) * data.bucket;

    // Follows the pointer over time: a line in the picture, and words in the caption.
    function follow(plot, side, usual, words) {
      const cross = shape(plot.svg, 'line', { class: 'cross', y1: plot.top, y2: plot.height - plot.bottom, visibility: 'hidden' });
      plot.svg.addEventListener('pointermove', event => {
        const box = plot.svg.getBoundingClientRect();
        const place = (event.clientX - box.left) / box.width * plot.width;
        const share = (place - plot.left) / (plot.width - plot.left - plot.right);
        const index = Math.min(buckets - 1, Math.max(0, Math.floor(share * buckets)));
        cross.setAttribute('x1', plot.across(middle(index)));
        cross.setAttribute('x2', plot.across(middle(index)));
        cross.setAttribute('visibility', 'visible');
        side.textContent = time(data.start + index * data.bucket) + '  ' + words(index);
      });
      plot.svg.addEventListener('pointerleave', () => {
        cross.setAttribute('visibility', 'hidden');
        side.textContent = usual;
      });
    }

    function seriesChart(figure, series) {
      const usual = number(series.least) + ' to ' + number(series.greatest) + ', mean ' + number(series.mean);
      const side = caption(figure, series.name, usual);
      const room = (series.greatest - series.least || Math.abs(series.greatest) || 1) * .05;
      const plot = frame(figure, 150, span, { low: series.least - room, high: series.greatest + room });
      plot.svg.setAttribute('class', series.output ? 'output' : 'input');
      plot.svg.setAttribute('role', 'img');
      shape(plot.svg, 'title', {}, series.name + ' over time: ' + usual);
      let upper = '', lower = '', path = '', run = [];
      const end = () => {
        if (!run.length) return;
        const at = (index, list) => plot.across(middle(index)).toFixed(1) + ' ' + plot.up(list[index]).toFixed(1);
        // A run of one still shows.
        const wide = run.length > 1 ? run : [run[0], run[0]];
        upper += 'M' + wide.map(index => at(index, series.high)).join('L') + 'L'
          + wide.slice().reverse().map(index => at(index, series.low)).join('L') + 'Z';
        path += 'M' + wide.map(index => at(index, series.middle)).join('L');
        if (run.length === 1) path += 'h1';
        run = [];
      };
      // Few buckets of many have nothing where points are sparse: a line goes over gaps of some buckets.
      let last = -1;
      for (let index = 0; index < buckets; index++) {
        if (series.middle[index] === null) continue;
        if (last >= 0 && index - last > Math.max(8, buckets / 20)) end();
        run.push(index);
        last = index;
      }
      end();
      shape(plot.svg, 'path', { class: 'band', d: upper });
      shape(plot.svg, 'path', { class: 'middle', d: path });
      follow(plot, side, usual, index => series.middle[index] === null ? 'nothing'
        : series.low[index] === series.high[index] ? number(series.middle[index])
        : number(series.low[index]) + ' to ' + number(series.high[index]) + ', mean ' + number(series.middle[index]));
      figure.append(plot.svg);
    }

    // How many of each level but the lowest came when.
    function overTime(figure, palette) {
      const shown = data.levels.map((level, index) => ({ level, colour: palette[index] }));
      const numeric = data.levels.every(level => level.number !== null);
      const stacked = numeric && shown.length > 1 ? shown.slice(1) : shown;
      // Bars of several buckets, so that each can be seen.
      const each = Math.max(1, Math.ceil(buckets / Math.max(1, Math.floor(figure.clientWidth / 5)))), bars = Math.ceil(buckets / each);
      const sums = stacked.map(one => {
        const list = new Array(bars).fill(0);
        one.level.over.forEach((count, index) => { list[Math.floor(index / each)] += count; });
        return list;
      });
      const high = Math.max(1, ...Array.from({ length: bars }, (_, bar) => sums.reduce((sum, list) => sum + list[bar], 0)));
      const usual = stacked.length === shown.length ? 'points by level' : 'points above the lowest level';
      const side = caption(figure, (data.level || 'points') + ' over time', usual);
      const plot = frame(figure, 150, span, { low: 0, high });
      const wide = (plot.width - plot.left - plot.right) * each / buckets;
      for (let bar = 0; bar < bars; bar++) {
        let base = 0;
        stacked.forEach((one, index) => {
          const count = sums[index][bar];
          if (!count) return;
          const y = plot.up(base + count);
          shape(plot.svg, 'rect', { x: plot.left + bar * wide, y, height: Math.max(.8, plot.up(base) - y), fill: one.colour,
            width: Math.max(1, Math.min(wide, plot.width - plot.right - plot.left - bar * wide) - 1) });
          base += count;
        });
      }
      follow(plot, side, usual, index => {
        const bar = Math.floor(index / each);
        return stacked.map((one, place) => one.level.name + ': ' + sums[place][bar]).join(', ');
      });
      figure.append(plot.svg);
    }

    function cloud(figure, palette) {
      const shown = data.levels.map((level, index) => ({ level, colour: palette[index] })).filter(each => each.level.x.length);
      const xs = shown.flatMap(each => each.level.x), ys = shown.flatMap(each => each.level.y);
      const range = list => {
        let low = Infinity, high = -Infinity;
        for (const value of list) { if (value < low) low = value; if (value > high) high = value; }
        const room = (high - low || Math.abs(high) || 1) * .04;
        return { low: low - room, high: high + room };
      };
      const drawn = xs.length, all = shown.reduce((sum, each) => sum + each.level.pairs, 0);
      caption(figure, data.y, drawn < all ? 'a fair sample: ' + whole(drawn) + ' of ' + whole(all) + ' points' : whole(all) + ' points');
      const height = Math.round(Math.min(480, Math.max(280, figure.clientWidth * .55))), x = range(xs);
      x.ticks = wanted => ticks(x.low, x.high, wanted).map(value => ({ value, text: number(value) }));
      const plot = frame(figure, height, x, range(ys), { lines: true });
      const stage = node('div', undefined, 'stage'), canvas = node('canvas'), scale = Math.max(1, devicePixelRatio || 1);
      stage.style.height = height + 'px';
      canvas.width = plot.width * scale;
      canvas.height = height * scale;
      const pen = canvas.getContext('2d');
      pen.scale(scale, scale);
      for (const { level, colour } of shown) {
        pen.fillStyle = colour;
        pen.globalAlpha = level.x.length > 1500 ? .55 : .85;
        const radius = level.x.length > 1500 ? 1.4 : 2.1;
        for (let index = 0; index < level.x.length; index++) {
          pen.beginPath();
          pen.arc(plot.across(level.x[index]), plot.up(level.y[index]), radius, 0, 7);
          pen.fill();
        }
      }
      stage.append(plot.svg, canvas);
      figure.append(stage, node('figcaption'));
      figure.lastChild.append(node('span', ''), node('b', data.x));
    }

    function latencyChart(figure) {
      const { bounds, counts } = data.latency;
      caption(figure, 'from writing a point to reading its answer',
        'half within ' + nanoseconds(data.latency.p50) + ', 99 of 100 within ' + nanoseconds(data.latency.p99));
      const x = { low: 0, high: counts.length };
      x.ticks = wanted => {
        const every = Math.max(1, Math.ceil(counts.length / wanted)), list = [];
        for (let index = 0; index < counts.length; index += every) list.push({ value: index + .5, text: nanoseconds(bounds[index]) });
        return list;
      };
      const plot = frame(figure, 150, x, { low: 0, high: Math.max(1, ...counts) });
      counts.forEach((count, index) => {
        if (!count) return;
        const bar = shape(plot.svg, 'rect', { class: 'bar', x: plot.across(index) + .5, y: plot.up(count),
          width: Math.max(1, plot.across(index + 1) - plot.across(index) - 1), height: Math.max(.8, plot.up(0) - plot.up(count)) });
        shape(bar, 'title', {}, 'up to ' + nanoseconds(bounds[index]) + ': ' + whole(count));
      });
      figure.append(plot.svg);
    }

    function table(target, heads, rows) {
      const line = (cells, kind) => {
        const row = node('tr');
        cells.forEach((cell, index) => row.append(node(kind, cell, heads[index].endsWith('#') ? 'number' : '')));
        return row;
      };
      target.replaceChildren(line(heads.map(head => head.replace('#', '')), 'th'), ...rows.map(row => line(row, 'td')));
    }

    function show() {
      const palette = colours();
      get('title').textContent = data.udf;
      const minute = ms => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
      get('subtitle').textContent = data.input + (buckets ? ', ' + minute(data.first) + ' to ' + minute(data.last) + ' UTC' : '');
      document.title = data.udf + ' – udfd replay';
      const tiles = [['sent', whole(data.sent)], ['answered', whole(data.answered)], ['dropped', whole(data.dropped)],
        ['points a second', whole(data.rate)], ['latency, half within', data.latency.counts.length ? nanoseconds(data.latency.p50) : '–']];
      if (data.made) tiles.splice(2, 0, ['made by the UDF', whole(data.made)]);
      const numeric = data.levels.length > 1 && data.levels.every(level => level.number !== null);
      if (numeric) {
        const above = data.levels.slice(1).reduce((sum, level) => sum + level.count, 0);
        tiles.push(['above the lowest level', whole(above) + ' (' + (100 * above / Math.max(1, data.answered)).toFixed(1) + '%)']);
      }
      get('tiles').replaceChildren(...tiles.map(([name, value]) => {
        const tile = node('div');
        tile.append(node('dt', name), node('dd', value));
        return tile;
      }));
      get('found').hidden = !data.levels.length;
      get('levels').replaceChildren(...data.levels.map((level, index) => {
        const key = node('span', undefined, 'key'), dot = node('i', undefined, 'dot');
        dot.style.background = palette[index];
        key.append(dot, node('b', level.name), node('span', whole(level.count)));
        return key;
      }));
      if (data.levels.length) overTime(get('over'), palette);
      const drawn = data.x !== null && data.y !== null && data.levels.some(level => level.x.length);
      get('scatter').hidden = !drawn;
      if (drawn) {
        get('axes').textContent = data.y + ' by ' + data.x + (data.level ? ', coloured by ' + data.level : '');
        cloud(get('cloud'), palette);
      }
      for (const [id, output] of [['inputs', false], ['outputs', true]]) {
        const list = data.series.filter(series => series.output === output);
        get(id).parentNode.hidden = !list.length;
        get(id).replaceChildren(...list.map(() => node('figure')));
        list.forEach((series, index) => seriesChart(get(id).children[index], series));
      }
      get('highest').hidden = !data.flagged.length;
      table(get('flagged'), ['time', 'tags', (data.x || 'x') + '#', (data.y || 'y') + '#', (data.level || 'level') + '#'],
        data.flagged.map(point => [time(point.time), point.tags, number(point.x), number(point.y), number(point.level)]));
      get('latency').parentNode.hidden = !data.latency.counts.length;
      if (data.latency.counts.length) latencyChart(get('latency'));
      table(get('fields'), ['field', '', 'values#', 'least#', 'mean#', 'greatest#'],
        data.series.map(series => [series.name, series.output ? 'set' : 'came in', whole(series.count),
          number(series.least), number(series.mean), number(series.greatest)])
        .concat(data.omitted.length ? [['and ' + data.omitted.length + ' more', '', '', '', '', '']] : []));
    }
    show();
    dark.addEventListener('change', show);
    let width = document.body.clientWidth;
    addEventListener('resize', () => {
      if (document.body.clientWidth !== width) { width = document.body.clientWidth; show(); }
    });
    """
}
