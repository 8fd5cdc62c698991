// The list of schedules: filter, order, keyboard; lanes are drawn when they come into view.
const list = document.getElementById("rows");
const filterBox = document.getElementById("filter");
const orderBox = document.getElementById("order");
const unchangedBox = document.getElementById("unchanged");
const countLine = document.getElementById("count");
// So few rows are drawn at once: on paper, too, they have their lanes.
const FEW = 40;
let current = null;

const waiting = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const row = rows[Number(entry.target.dataset.row)];
    if (entry.isIntersecting) coming.add(row);
    else leave(row);
  }
  if (coming.size) window.requestAnimationFrame(drawComing);
}, { rootMargin: "400px 0px" });

// Rows that came near the view are drawn a few a frame, so that scrolling never waits for them.
const coming = new Set();
const BUDGET = 7;

function drawComing() {
  const end = performance.now() + BUDGET;
  for (const row of coming) {
    coming.delete(row);
    drawLane(row);
    if (performance.now() > end) break;
  }
  if (coming.size) window.requestAnimationFrame(drawComing);
}

function leave(row) {
  coming.delete(row);
  dropLane(row);
}

function drawLane(row) {
  if (row.lane) return;
  const holder = row.element.querySelector(".lane");
  row.lane = plotWeek(holder, laneData(row), LANE_HEIGHT, row.sides, row, (hour, plot) => pointAt(row, hour, plot));
}

function dropLane(row) {
  if (!row.lane || row.element.contains(document.activeElement)) return;
  row.lane.destroy();
  row.lane = null;
}

function pointAt(row, hour, plot) {
  if (hour === null || hour < 0 || hour >= HOURS) { hideTip(); return; }
  const box = plot.over.getBoundingClientRect();
  row.hour = hour;
  showTip(laneTip(row, hour), box.left + plot.valToPos(hour + 0.5, "x"), box.top);
}

function wordsOf(row) {
  const [before, after] = row.sides;
  if (!before) return after.w;
  if (!after) return before.w;
  return before.w === after.w ? after.w : [before.w, after.w];
}

function wordsElement(row) {
  const words = wordsOf(row);
  if (!Array.isArray(words)) return make("p", { class: "words" }, words);
  return make("p", { class: "words" }, make("s", {}, words[0]), " ", make("span", { class: "arrow" }, "→"), " ", words[1]);
}

function perDay(row) {
  const [before, after] = row.sides.map((side) => (side ? number(side.m) : "—"));
  return before === after ? [after] : [before, " → ", make("b", {}, after)];
}

function laneLabel(row) {
  const total = (side) => row.hours[side].reduce((sum, hour) => sum + hour.length, 0);
  const side = (index) => (row.sides[index]
    ? `${labels[index]}: ${row.sides[index].w}, ${total(index)} runs this week` : `${labels[index]}: not there`);
  return `${row.name}, ${row.action}. ${side(0)}. ${side(1)}. Arrow keys left and right tell the runs hour by hour.`;
}

function build(row) {
  const name = make("button", { class: "name", type: "button", "aria-expanded": "false", tabindex: "-1" },
    make("span", { class: `badge ${row.action.replaceAll(" ", "-")}` }, row.action), make("span", { class: "title" }, row.name));
  const severities = ["danger", "warning"].filter((severity) => row.findings.some((found) => found[1] === severity && !found[3]));
  for (const severity of severities) name.append(make("span", { class: `dot ${severity}`, title: severity }, make("span", { class: "hidden" }, severity)));
  const lane = make("div", { class: "lane", role: "img", tabindex: "-1", "aria-label": laneLabel(row) });
  const element = make("li", { class: "row", "data-row": row.index },
    make("div", { class: "head" }, name, wordsElement(row)), lane, make("p", { class: "perday" }, ...perDay(row)));
  name.addEventListener("click", () => toggle(row));
  lane.addEventListener("keydown", (event) => laneKey(event, row));
  lane.addEventListener("blur", hideTip);
  row.element = element;
  return element;
}

function toggle(row) {
  const button = row.element.querySelector(".name");
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  const old = row.element.querySelector(".detail");
  if (old) old.remove();
  if (!open) row.element.append(make("div", { class: "detail" }, ...detail(row)));
}

const ORDERS = {
  change: (a, b) => Math.abs(b.change) - Math.abs(a.change) || (a.action === "same") - (b.action === "same") || a.index - b.index,
  name: (a, b) => a.name.localeCompare(b.name, "en", { numeric: true }),
  next: (a, b) => nextOf(a) - nextOf(b) || a.index - b.index,
  load: (a, b) => mostOf(b) - mostOf(a) || a.index - b.index,
};
const nextOf = (row) => Math.min(...row.sides.map((side) => (side && side.e.length ? side.e[0] : Infinity)));
const mostOf = (row) => Math.max(...row.sides.map((side) => (side ? side.m : 0)));

function fits(row, text) {
  if (!unchangedBox.checked && row.action === "same") return false;
  return !text || `${row.name} ${row.identity}`.toLowerCase().includes(text);
}

function arrange() {
  const text = filterBox.value.trim().toLowerCase();
  const shown = rows.filter((row) => fits(row, text)).sort(ORDERS[orderBox.value]);
  for (const row of rows) if (row.lane) { row.lane.destroy(); row.lane = null; }
  waiting.disconnect();
  coming.clear();
  list.replaceChildren(...shown.map((row) => row.element || build(row)));
  shown.forEach(shown.length <= FEW ? drawLane : (row) => waiting.observe(row.element));
  countLine.textContent = `${shown.length.toLocaleString("en-US")} of ${rows.length.toLocaleString("en-US")} schedules`;
  rove(shown[0] || null);
}

// One row at a time is a stop for the Tab key.
function rove(row) {
  if (current) for (const stop of current.element.querySelectorAll(".name, .lane")) stop.tabIndex = -1;
  current = row;
  if (row) for (const stop of row.element.querySelectorAll(".name, .lane")) stop.tabIndex = 0;
}

function step(event, count) {
  const shown = [...list.children];
  const place = shown.indexOf(event.target.closest(".row"));
  const next = shown[Math.min(shown.length - 1, Math.max(0, place + count))];
  const row = rows[Number(next.dataset.row)];
  rove(row);
  next.scrollIntoView({ block: "nearest" });
  next.querySelector(event.target.classList.contains("lane") ? ".lane" : ".name").focus({ preventScroll: true });
}

const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
list.addEventListener("keydown", (event) => {
  if (!(event.key in STEPS) || event.target.closest(".detail")) return;
  event.preventDefault();
  step(event, STEPS[event.key]);
});
list.addEventListener("focusin", (event) => {
  const element = event.target.closest(".row");
  if (element) rove(rows[Number(element.dataset.row)]);
});

// Left and right go from hour to hour with a run, with Shift from day to day.
function laneKey(event, row) {
  const keys = { ArrowRight: 1, ArrowLeft: -1, Home: 0, End: 0 };
  if (event.key === "Enter") { toggle(row); return; }
  if (!(event.key in keys)) return;
  event.preventDefault();
  drawLane(row);
  const hour = nextHour(row, event.key, keys[event.key] * (event.shiftKey ? 24 : 1));
  row.lane.setCursor({ left: row.lane.valToPos(hour + 0.5, "x"), top: 1 });
  announce(laneTip(row, hour).map((line) => line[1]).join(". "));
}

function nextHour(row, key, by) {
  const busy = xs.filter((hour) => row.hours.some((hours) => hours[hour].length));
  if (key === "Home" || key === "End") return (key === "Home" ? busy[0] : busy.at(-1)) ?? 0;
  const from = row.hour ?? (by > 0 ? -1 : HOURS);
  if (Math.abs(by) > 1) return Math.min(HOURS - 1, Math.max(0, from + by));
  const found = by > 0 ? busy.find((hour) => hour > from) : busy.findLast((hour) => hour < from);
  return found ?? Math.min(HOURS - 1, Math.max(0, from));
}
