// The load of all schedules: a lane above the list, and a map of hours by days for each side.
const peak = Math.max(1, ...review.load[0], ...review.load[1]);

function loadLane() {
  const holder = document.getElementById("load");
  const scaled = (load, sign) => load.map((count) => (count ? sign * Math.max(0.03, count / peak) : null));
  return plotWeek(holder, [xs, scaled(review.load[0], 1), scaled(review.load[1], -1)], 88, [null, null], null, (hour, plot) => {
    if (hour === null || hour < 0 || hour >= HOURS) { hideTip(); return; }
    const box = plot.over.getBoundingClientRect();
    showTip(loadTip(hour, [0, 1]), box.left + plot.valToPos(hour + 0.5, "x"), box.top);
  });
}

function loadTip(hour, sides) {
  const deliveries = (count) => `${count.toLocaleString("en-US")} ${count === 1 ? "delivery" : "deliveries"}`;
  return [["when", hourWords(hour)], ...sides.map((side) => [`side side-${side}`, `${labels[side]}: ${deliveries(review.load[side][hour])}`])];
}

function heat(count, c) {
  const part = count ? 0.12 + 0.88 * Math.sqrt(count / peak) : 0;
  return `rgba(${c.heat.join(",")},${part.toFixed(3)})`;
}

function drawCells(plot, side, cursor) {
  const { ctx } = plot;
  const c = colours();
  const gap = devicePixelRatio;
  ctx.save();
  for (let cell = 0; cell < HOURS; cell += 1) {
    const [left, right] = [plot.valToPos(cell % 24, "x", true), plot.valToPos((cell % 24) + 1, "x", true)];
    const row = Math.floor(cell / 24);
    const [top, bottom] = [plot.valToPos(row, "y", true), plot.valToPos(row + 1, "y", true)];
    ctx.fillStyle = c.line;
    ctx.fillRect(left + gap, top + gap, right - left - 2 * gap, bottom - top - 2 * gap);
    ctx.fillStyle = heat(review.load[side][cell], c);
    ctx.fillRect(left + gap, top + gap, right - left - 2 * gap, bottom - top - 2 * gap);
    if (cell === cursor.cell) {
      ctx.strokeStyle = c.ink;
      ctx.lineWidth = 2 * devicePixelRatio;
      ctx.strokeRect(left + gap, top + gap, right - left - 2 * gap, bottom - top - 2 * gap);
    }
  }
  ctx.restore();
}

function loadMap(side) {
  const holder = document.getElementById(`map-${side}`);
  const cursor = { cell: -1 };
  const c = colours();
  const axis = { stroke: c.faint, ticks: { show: false }, grid: { show: false }, font: "11px system-ui, sans-serif" };
  const tellAt = (plot, cell) => {
    const box = plot.over.getBoundingClientRect();
    showTip(loadTip(cell, [side]), box.left + plot.valToPos((cell % 24) + 0.5, "x"), box.top + plot.valToPos(Math.floor(cell / 24), "y"));
  };
  const plot = new uPlot({
    width: Math.max(200, holder.clientWidth), height: 216, padding: [4, 18, 0, 0], legend: { show: false },
    cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { x: { time: false, range: [0, 24] }, y: { range: [0, 7], dir: -1 } },
    axes: [
      { ...axis, size: 22, splits: () => [0, 6, 12, 18, 24], values: (_, splits) => splits.map((hour) => `${two(hour)}:00`) },
      { ...axis, size: 66, splits: () => [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5], values: (_, splits) => splits.map((row) => dayWords(review.start + Math.floor(row) * 86400).slice(0, 6)) },
    ],
    series: [{}, { show: false }],
    hooks: {
      draw: [(each) => drawCells(each, side, cursor)],
      setCursor: [(each) => {
        const { left, top } = each.cursor;
        if (left < 0) { cursor.cell = -1; hideTip(); each.redraw(false); return; }
        const hour = Math.min(23, Math.floor(each.posToVal(left, "x")));
        const cell = Math.min(6, Math.max(0, Math.floor(each.posToVal(top, "y")))) * 24 + hour;
        if (cell === cursor.cell) return;
        cursor.cell = cell;
        each.redraw(false);
        tellAt(each, cell);
      }],
    },
  }, [[0, 24], [0, 7]], holder);
  holder.onkeydown = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 24, ArrowUp: -24 }[event.key];
    if (!by) return;
    event.preventDefault();
    cursor.cell = Math.min(HOURS - 1, Math.max(0, (cursor.cell < 0 ? -by : cursor.cell) + by));
    plot.redraw(false);
    tellAt(plot, cursor.cell);
    announce(loadTip(cursor.cell, [side]).map((line) => line[1]).join(". "));
  };
  holder.onblur = () => { cursor.cell = -1; plot.redraw(false); hideTip(); };
  return plot;
}
