// Numbers, instants and elements.
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number) => String(number).padStart(2, "0");

function number(value) {
  if (value < 0) return "?";
  if (value >= 20 || Number.isInteger(value)) return Math.round(value).toLocaleString("en-US");
  return value < 1 ? String(Number(value.toFixed(2))) : String(Number(value.toFixed(1)));
}

function dayWords(seconds) {
  const day = new Date(seconds * 1000);
  return `${WEEKDAYS[day.getUTCDay()]} ${two(day.getUTCDate())} ${MONTHS[day.getUTCMonth()]}`;
}

function timeWords(seconds) {
  const day = new Date(seconds * 1000);
  const rest = day.getUTCSeconds() ? `:${two(day.getUTCSeconds())}` : "";
  return `${two(day.getUTCHours())}:${two(day.getUTCMinutes())}${rest}`;
}

// A run on the schedule's own clock and in UTC.
function runWords(seconds, zone) {
  if (!zone) return `${dayWords(seconds)} ${timeWords(seconds)} UTC`;
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit",
    minute: "2-digit", second: "2-digit",
  }).formatToParts(new Date(seconds * 1000));
  const part = Object.fromEntries(parts.map((each) => [each.type, Number(each.value)]));
  const local = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) / 1000;
  const same = dayWords(local) === dayWords(seconds);
  return `${dayWords(local)} ${timeWords(local)} · ${same ? "" : `${dayWords(seconds)} `}${timeWords(seconds)} UTC`;
}

function hourWords(hour) {
  const start = review.start + hour * 3600;
  return `${dayWords(start)}, ${timeWords(start)} to ${timeWords(start + 3599 - 59)} UTC`;
}

function minutesWords(minutes, hour) {
  if (!minutes.length) return "no run";
  if (minutes.length >= 60) return minutes.length === 60 ? "60 runs: every minute" : `${minutes.length} runs`;
  const start = review.start + hour * 3600;
  const times = minutes.map((minute) => timeWords(start + minute * 60));
  return `${minutes.length} ${minutes.length === 1 ? "run" : "runs"}: ${times.join(" ")}`;
}

// make("p", {class: "x"}, "text", child, ...)
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

let known = null;

// The colours of the style sheet; read once, and again when they change.
function colours() {
  known ??= readColours();
  return known;
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    sides: [get("before"), get("after")], line: get("line"), ink: get("ink"), faint: get("faint"), deploy: get("deploy"),
    clock: get("clock"), panel: get("panel"), heat: get("heat").split(",").map(Number),
  };
}
