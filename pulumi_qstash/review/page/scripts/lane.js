// One lane: a week of runs, before above the line and after below it, drawn by uPlot.
const LANE_HEIGHT = 46;

// The height of an hour's bar: one run is low, a run a minute is full.
function barHeight(count) {
  return count ? 0.42 + 0.58 * Math.min(1, Math.log(count) / Math.log(60)) : null;
}

const xs = Array.from({ length: HOURS }, (_, hour) => hour);

function laneData(row) {
  const counts = row.hours.map((hours) => hours.map((minutes) => minutes.length));
  const up = counts[0].map(barHeight);
  const down = counts[1].map((count) => (count ? -barHeight(count) : null));
  return [xs, up, down];
}

function alpha(colour, part) {
  return `color-mix(in srgb, ${colour} ${Math.round(part * 100)}%, transparent)`;
}

function fill(colour, paused) {
  return () => (paused ? alpha(colour, 0.28) : colour);
}

function drawUnder(plot, row) {
  const { ctx, bbox } = plot;
  const c = colours();
  ctx.save();
  ctx.strokeStyle = c.line;
  ctx.lineWidth = devicePixelRatio;
  for (let day = 1; day < 7; day += 1) upright(ctx, bbox, plot.valToPos(day * 24, "x", true));
  const middle = bbox.top + bbox.height / 2;
  ctx.beginPath();
  ctx.moveTo(bbox.left, middle);
  ctx.lineTo(bbox.left + bbox.width, middle);
  ctx.stroke();
  if (row) row.sides.forEach((side, index) => { if (side && side.p) hatch(ctx, bbox, index, c); });
  ctx.restore();
}

function upright(ctx, bbox, x) {
  ctx.beginPath();
  ctx.moveTo(Math.round(x) + 0.5, bbox.top);
  ctx.lineTo(Math.round(x) + 0.5, bbox.top + bbox.height);
  ctx.stroke();
}

// A paused half: its runs are left out.
function hatch(ctx, bbox, side, c) {
  const half = bbox.height / 2;
  const top = bbox.top + side * half;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, top, bbox.width, half);
  ctx.clip();
  ctx.strokeStyle = alpha(c.faint, 0.5);
  ctx.beginPath();
  const step = 8 * devicePixelRatio;
  for (let x = bbox.left - half; x < bbox.left + bbox.width; x += step) {
    ctx.moveTo(x, top + half);
    ctx.lineTo(x + half, top);
  }
  ctx.stroke();
  ctx.restore();
}

// The deploy, and the clock changes of the schedule's zones.
function drawOver(plot, row) {
  const { ctx, bbox } = plot;
  const c = colours();
  const at = (minute) => plot.valToPos(minute / 60, "x", true);
  ctx.save();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.strokeStyle = c.deploy;
  upright(ctx, bbox, at((review.deploy - review.start) / 60));
  ctx.strokeStyle = c.clock;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const [minute] of row ? row.clocks : []) upright(ctx, bbox, at(minute));
  ctx.restore();
}

// All lanes are as wide as the one above the list; asking each of them would make the browser lay out anew every time.
let laneWidth = 60;

function measure() {
  laneWidth = Math.max(60, document.getElementById("load").clientWidth);
}

function plotWeek(element, data, height, sides, row, onHour) {
  const c = colours();
  const bars = uPlot.paths.bars({ size: [0.86, Infinity, 3], align: 1 });
  const series = (index) => ({
    label: labels[index], paths: bars, points: { show: false }, width: 0,
    fill: fill(c.sides[index], sides[index] && sides[index].p),
  });
  return new uPlot({
    width: laneWidth, height, padding: [1, 0, 1, 0], legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: { x: { time: false, range: [0, HOURS] }, y: { range: [-1.04, 1.04] } },
    axes: [{ show: false }, { show: false }],
    series: [{}, series(0), series(1)],
    hooks: {
      drawClear: [(plot) => drawUnder(plot, row)],
      draw: [(plot) => drawOver(plot, row)],
      setCursor: [(plot) => onHour(plot.cursor.left < 0 ? null : Math.floor(plot.posToVal(plot.cursor.left, "x")), plot)],
    },
  }, data, element);
}

function laneTip(row, hour) {
  const lines = [["when", hourWords(hour)]];
  row.sides.forEach((side, index) => {
    if (!side) return;
    const paused = side.p ? " (paused: left out)" : "";
    lines.push([`side side-${index}`, `${labels[index]}: ${minutesWords(row.hours[index][hour], hour)}${paused}`]);
  });
  for (const [minute, zone, seconds] of row.clocks) {
    if (Math.floor(minute / 60) === hour) {
      const jump = `${Math.abs(seconds) / 60} minutes ${seconds > 0 ? "forward" : "back"}`;
      lines.push(["clock", `${timeWords(review.start + minute * 60)} UTC: the clock in ${zone} goes ${jump}`]);
    }
  }
  if (Math.floor((review.deploy - review.start) / 3600) === hour) lines.push(["deploy", `${timeWords(review.deploy)} UTC: deploy`]);
  return lines;
}
