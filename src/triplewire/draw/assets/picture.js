/* The picture as a drawing of its own: SVG, PNG and paper. Everything is made as elements and serialized, nothing from text. */
'use strict';
(() => {
  const net = window.triplewire.net;
  if (!net) return;
  const { dark } = window.triplewire;
  const { data, by, things, links, network } = net;
  const SPACE = 'http://www.w3.org/2000/svg';
  const MARGIN = 24, HEAD = 52, ROW = 24, NARROWEST = 420, BEND = 0.14, LARGEST = 8000, ASIDE = 80;
  const face = data.options.nodes.font.face;
  const ruler = document.createElement('canvas').getContext('2d');
  const measure = (text, size) => { ruler.font = `${size}px ${face}`; return ruler.measureText(text).width; };
  const put = (parent, tag, attributes) => {
    const e = document.createElementNS(SPACE, tag);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, typeof v === 'number' ? String(Math.round(v * 100) / 100) : v);
    parent.append(e);
    return e;
  };
  /* One line of text. The halo is a text of its own below it: not every program paints the stroke first. */
  const write = (parent, text, x, y, { size = 13, fill, anchor = 'start', weight = '400', halo = 0, bg }) => {
    const place = { x, y, 'font-size': size, 'text-anchor': anchor, 'font-weight': weight };
    const around = { fill: 'none', stroke: bg, 'stroke-width': halo, 'stroke-linejoin': 'round', 'aria-hidden': 'true' };
    if (halo) put(parent, 'text', { ...place, ...around }).textContent = text;
    put(parent, 'text', { ...place, fill }).textContent = text;
  };
  const glyph = (parent, group, x, y, size, thick = 1.6, opacity = 1) => {
    const { d, r } = data.glyphs[group], c = data.options.groups[group].color, k = size / r;
    const paint = { fill: c.background, stroke: c.border, 'stroke-width': thick / k, 'stroke-linejoin': 'round' };
    const where = { transform: `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}) scale(${k.toFixed(4)}) translate(-10 -10)` };
    if (opacity < 1) where.opacity = opacity;
    if (d) put(parent, 'path', { d, ...paint, ...where });
    else put(parent, 'circle', { cx: 10, cy: 10, r, ...paint, ...where });
  };

  /* Where a line runs, with its end, the angle of its arrival and its middle. */
  const line = (e, a, b, begin, end) => {
    const f = (...n) => n.map((v) => Math.round(v * 10) / 10).join(' ');
    const bent = e.smooth && e.smooth.type === 'curvedCW' ? e.smooth.roundness / BEND : 0;
    if (bent) {
      const via = { x: (a.x + b.x) / 2 + (b.y - a.y) * BEND * bent, y: (a.y + b.y) / 2 - (b.x - a.x) * BEND * bent };
      const out = Math.atan2(via.y - a.y, via.x - a.x), back = Math.atan2(b.y - via.y, b.x - via.x);
      const from = [a.x + begin * Math.cos(out), a.y + begin * Math.sin(out)], tip = [b.x - end * Math.cos(back), b.y - end * Math.sin(back)];
      return { d: `M${f(...from)}Q${f(via.x, via.y)} ${f(...tip)}`, tip, angle: back, middle: [(a.x + 2 * via.x + b.x) / 4, (a.y + 2 * via.y + b.y) / 4] };
    }
    if (by('heads') && a.x !== b.x) {
      const side = b.x > a.x ? 1 : -1, x1 = a.x + side * begin, x2 = b.x - side * end, half = (x1 + x2) / 2;
      return { d: `M${f(x1, a.y)}C${f(half, a.y)} ${f(half, b.y)} ${f(x2, b.y)}`, tip: [x2, b.y], angle: side > 0 ? 0 : Math.PI, middle: [half, (a.y + b.y) / 2] };
    }
    const angle = Math.atan2(b.y - a.y, b.x - a.x), c = Math.cos(angle), s = Math.sin(angle);
    const from = [a.x + begin * c, a.y + begin * s], tip = [b.x - end * c, b.y - end * s];
    return { d: `M${f(...from)}L${f(...tip)}`, tip, angle, middle: [(from[0] + tip[0]) / 2, (from[1] + tip[1]) / 2] };
  };
  /* The angle, in degrees, at which words along a line can be read. */
  const along = (angle) => { const turn = (angle * 180) / Math.PI; return turn > 90 ? turn - 180 : turn <= -90 ? turn + 180 : turn; };
  const drawLinks = (parent, colours) => {
    const places = network.body.nodes;
    for (const id of net.drawn) {
      const e = links.get(id);
      const to = line(e, places[e.from], places[e.to], things.get(e.from).size, things.get(e.to).size + 3);
      const dash = data.dashes[e.best];
      const paint = { fill: 'none', stroke: colours.edge, 'stroke-width': data.options.edges.width };
      put(parent, 'path', { d: to.d, ...paint, ...(dash.length ? { 'stroke-dasharray': dash.join(' ') } : {}) });
      const turn = `translate(${to.tip.map((v) => Math.round(v * 10) / 10).join(' ')}) rotate(${((to.angle * 180) / Math.PI).toFixed(1)})`;
      if (e.arrows !== '') put(parent, 'path', { d: 'M0 0 -8 -3.4 -8 3.4Z', fill: colours.edge, transform: turn });
      const rows = (e.label || '').split('\n');
      const lie = data.options.edges.font.align === 'horizontal' ? 0 : along(to.angle);
      const spot = e.label ? put(parent, 'g', { transform: `translate(${to.middle.map((v) => Math.round(v * 10) / 10).join(' ')}) rotate(${lie.toFixed(1)})` }) : null;
      rows.forEach((text, n) => {
        const y = 5 + 17 * (n - (rows.length - 1) / 2);
        if (text) write(spot, text, 0, y, { size: 14, fill: colours.muted, anchor: 'middle', halo: 4, bg: colours.bg });
      });
    }
  };
  const drawThings = (parent, colours) => {
    const places = network.body.nodes, shown = [...net.on].map((id) => things.get(id));
    for (const n of shown) glyph(parent, n.group, places[n.id].x, places[n.id].y, n.size, n.borderWidth || 1.6, n.opacity || 1);
    const named = data.crowded ? (net.names || []).map(([n]) => n) : shown;
    const size = data.crowded ? 12 / network.getScale() : data.font;
    for (const n of named) {
      const { x, y } = places[n.id];
      (data.crowded ? [n.name] : n.label.split('\n')).forEach((text, row) => {
        const at = y + n.size + 6 + size * (0.85 + 1.2 * row);
        write(parent, text, x, at, { size, fill: colours.fg, anchor: 'middle', halo: (data.halo * size) / data.font, bg: colours.bg });
      });
    }
  };
  /* What glyphs and lines stand for: rows of [x, draw], as wide as the picture. */
  const legend = (width) => {
    const groups = new Set([...net.on].map((id) => things.get(id).group)), sure = new Set([...net.drawn].map((id) => links.get(id).best));
    const values = (name) => [...document.querySelectorAll(`input[name=${name}]`)].map((box) => box.value);
    const items = [
      ...values('type').filter((k) => groups.has(k)).map((k) => [data.types[k][1], k, null]),
      ...values('status').filter((k) => sure.has(k)).map((k) => [data.statuses[k], '', data.dashes[k]]),
    ];
    const rows = [[]];
    let x = 0;
    for (const [text, group, dash] of items) {
      const wide = 46 + measure(text, 13);
      if (x && x + wide > width) { rows.push([]); x = 0; }
      rows[rows.length - 1].push([x, text, group, dash]);
      x += wide + 12;
    }
    return rows;
  };
  const drawLegend = (parent, rows, colours) => {
    rows.forEach((row, n) => {
      const y = ROW * n + 8;
      for (const [x, text, group, dash] of row) {
        if (dash) {
          const dashed = dash.length ? { 'stroke-dasharray': dash.join(' ') } : {};
          put(parent, 'line', { x1: x, x2: x + 32, y1: y, y2: y, stroke: colours.muted, 'stroke-width': 2, ...dashed });
        } else glyph(parent, group, x + 10, y, 7);
        write(parent, text, x + (dash ? 40 : 24), y + 4.5, { fill: colours.fg });
      }
    });
  };

  /* The picture as it is now, with everything that filters leave, as an SVG element. */
  const draw = (colours) => {
    const title = document.querySelector('h1').textContent.trim(), source = document.querySelector('.foot p').textContent;
    const { left: west, top, right: east, bottom: south } = net.frame();
    const [left, right, bottom] = data.crowded ? [west - ASIDE, east + ASIDE, south + ROW] : [west, east, south];
    const width = Math.max(right - left, NARROWEST, measure(source, 12)) + 2 * MARGIN;
    const rows = legend(width - 2 * MARGIN), heads = by('heads') ? ROW : 0;
    const height = HEAD + heads + (bottom - top) + MARGIN + ROW * (rows.length + 1) + MARGIN;
    const svg = document.createElementNS(SPACE, 'svg');
    for (const [k, v] of Object.entries({ viewBox: `0 0 ${Math.round(width)} ${Math.round(height)}`, width: Math.round(width), height: Math.round(height) })) svg.setAttribute(k, String(v));
    svg.setAttribute('font-family', face);
    put(svg, 'title', {}).textContent = title;
    put(svg, 'rect', { width: '100%', height: '100%', fill: colours.bg });
    write(svg, title, MARGIN, MARGIN + 14, { size: 20, weight: '600', fill: colours.fg });
    const x = MARGIN - left + (width - 2 * MARGIN - (right - left)) / 2, y = HEAD + heads - top;
    const inner = put(svg, 'g', { transform: `translate(${Math.round(x)} ${Math.round(y)})` });
    for (const head of by('heads') ? by('heads').children : []) {
      write(inner, head.textContent, Number(head.dataset.x), top - 10, { fill: colours.muted, anchor: 'middle' });
    }
    drawLinks(put(inner, 'g', {}), colours);
    drawThings(put(inner, 'g', {}), colours);
    drawLegend(put(svg, 'g', { transform: `translate(${MARGIN} ${Math.round(height - MARGIN - ROW * (rows.length + 1))})` }), rows, colours);
    write(svg, source, MARGIN, height - MARGIN, { size: 12, fill: colours.muted });
    return svg;
  };
  const colours = () => data.colours[dark() ? 'dark' : 'light'];
  const text = (svg) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
  const address = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text(svg))}`;
  const save = (href, ending) => {
    const a = document.createElement('a');
    a.href = href;
    a.download = `${data.name}.${ending}`;
    a.click();
  };
  by('svg').addEventListener('click', () => save(address(draw(colours())), 'svg'));
  by('png').addEventListener('click', async () => {
    const svg = draw(colours()), image = new Image();
    const [wide, tall] = ['width', 'height'].map((side) => Number(svg.getAttribute(side)));
    const scale = Math.min(2, LARGEST / Math.max(wide, tall));
    image.src = address(svg);
    await image.decode();
    const copy = document.createElement('canvas');
    copy.width = Math.round(wide * scale);
    copy.height = Math.round(tall * scale);
    copy.getContext('2d').drawImage(image, 0, 0, copy.width, copy.height);
    save(copy.toDataURL('image/png'), 'png');
  });

  /* On paper the drawing takes the place of the canvas, in light colours. */
  const paper = (on) => {
    by('printed').replaceChildren(...(on && net.on.size ? [draw(data.colours.light)] : []));
    by('printed').hidden = !on;
  };
  addEventListener('beforeprint', () => paper(true));
  addEventListener('afterprint', () => paper(false));
  matchMedia('print').addEventListener('change', (e) => paper(e.matches));
  net.draw = () => text(draw(colours()));
})();
