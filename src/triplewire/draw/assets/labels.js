/* Names in a crowded picture: as many as do not touch, those of the best linked things first, always large enough to read. */
'use strict';
(() => {
  const net = window.triplewire.net;
  if (!net || !net.data.crowded) return;
  const { data, things, network, canvas } = net;
  const { dark } = window.triplewire;
  const PIXELS = 12, MOST = 100, LENGTH = 30, GAP = 4, ROW = 18, FEW = 800, BEST = 15;
  const face = data.options.nodes.font.face;
  const order = [...things.values()].sort((a, b) => net.touching.get(b.id).length - net.touching.get(a.id).length || (a.id < b.id ? -1 : 1));
  const words = (n) => (n.name.length > LENGTH ? `${n.name.slice(0, LENGTH - 1)}…` : n.name);
  const ruler = document.createElement('canvas').getContext('2d');
  ruler.font = `${PIXELS}px ${face}`;
  const widths = new Map();
  const width = (n) => {
    if (!widths.has(n.id)) widths.set(n.id, ruler.measureText(words(n)).width);
    return widths.get(n.id);
  };
  let over = '';
  /* The names that have room, in pixels from the middle of the stage: [thing, left, top, right, bottom]. */
  const choose = () => {
    const scale = network.getScale(), middle = network.getViewPosition();
    const wide = canvas.clientWidth / 2, tall = canvas.clientHeight / 2;
    const names = new Map(), glyphs = new Map(), places = network.body.nodes, out = [];
    const rowsOf = (box) => [...new Set([Math.floor(box[1] / ROW), Math.floor(box[3] / ROW)])];
    const meets = (all, box) => rowsOf(box).some((row) => (all.get(row) || []).some((q) => box[0] < q[2] && q[0] < box[2] && box[1] < q[3] && q[1] < box[3]));
    const take = (all, box) => {
      for (let row = Math.floor(box[1] / ROW); row <= Math.floor(box[3] / ROW); row += 1) {
        if (all.has(row)) all.get(row).push(box);
        else all.set(row, [box]);
      }
    };
    /* A drawing may come while things are added one after the other. */
    const on = new Set([...net.on].filter((id) => places[id]));
    /* A name does not cover a glyph, but for those of the best linked things, and but where there are too many to look at. */
    if (on.size <= FEW) {
      for (const id of on) {
        const { x, y } = places[id], r = things.get(id).size * scale;
        const px = (x - middle.x) * scale, py = (y - middle.y) * scale;
        take(glyphs, [px - r, py - r, px + r, py + r]);
      }
    }
    const first = [...new Set([over, net.chosen])].filter((id) => on.has(id)).map((id) => things.get(id));
    for (const n of [...first, ...order]) {
      if (out.length >= MOST) break;
      if (!on.has(n.id)) continue;
      const x = (places[n.id].x - middle.x) * scale, top = (places[n.id].y - middle.y + n.size) * scale + 2;
      if (Math.abs(x) > wide || top < -tall || top > tall - PIXELS) continue;
      const half = width(n) / 2 + GAP, box = [x - half, top, x + half, top + PIXELS + GAP / 2];
      if (meets(names, box) || (out.length > BEST && meets(glyphs, box))) continue;
      take(names, box);
      out.push([n, ...box]);
    }
    return out;
  };
  network.on('afterDrawing', (pen) => {
    const scale = network.getScale(), colours = data.colours[dark() ? 'dark' : 'light'];
    pen.font = `${PIXELS / scale}px ${face}`;
    pen.textAlign = 'center';
    pen.textBaseline = 'top';
    pen.lineJoin = 'round';
    pen.lineWidth = 4 / scale;
    pen.strokeStyle = colours.bg;
    pen.fillStyle = colours.fg;
    net.names = choose();
    for (const [n] of net.names) {
      const { x, y } = network.body.nodes[n.id];
      pen.strokeText(words(n), x, y + n.size + 2 / scale);
      pen.fillText(words(n), x, y + n.size + 2 / scale);
    }
  });
  network.on('hoverNode', (e) => { over = e.node; });
  network.on('blurNode', () => { over = ''; });
})();
