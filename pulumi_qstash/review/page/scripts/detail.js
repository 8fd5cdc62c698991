// What a row unfolds: before and after side by side, settings, losses, findings.
function nextRuns(side) {
  if (side.p) return ["none while paused"];
  let at = 0;
  return side.e.map((step) => { at += step; return runWords(at, side.z); });
}

function sideCell(side, index) {
  if (!side) return make("div", { class: `card side-${index} absent` }, make("h4", {}, labels[index]), make("p", {}, "not there"));
  const runs = nextRuns(side);
  const [often, messages, worst] = side.v;
  return make("div", { class: `card side-${index}` },
    make("h4", {}, labels[index]),
    make("p", { class: "lead" }, side.p ? `paused (${side.x})` : side.x),
    make("dl", {},
      make("dt", {}, "cron"), make("dd", {}, make("code", {}, side.t), side.z ? ` in ${side.z}` : ""),
      make("dt", {}, "next runs"), make("dd", {}, runs.length ? make("ol", {}, ...runs.map((run) => make("li", {}, run))) : "none"),
      make("dt", {}, "runs"), make("dd", {}, often),
      make("dt", {}, "messages"), make("dd", {}, messages),
      make("dt", {}, "at worst"), make("dd", {}, worst),
      make("dt", {}, "destination"), make("dd", {}, make("code", {}, side.d))));
}

function settingsTable(row) {
  const both = row.sides[0] && row.sides[1];
  const head = both ? ["setting", labels[0], labels[1], "what it means"] : ["setting", "value"];
  const cells = (found) => {
    const [name, before, after, meaning, replaces] = found;
    const value = row.sides[1] ? after : before;
    if (!both) return [name, value];
    return [name, before, after, replaces ? `${meaning ? `${meaning}; ` : ""}forces the replacement` : meaning];
  };
  return make("table", { class: "settings" },
    make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, ...row.settings.map((found) => make("tr", {}, ...cells(found).map((text, index) =>
      make(index ? "td" : "th", index ? {} : { scope: "row" }, text))))));
}

function detail(row) {
  const names = [row.identity, row.newIdentity].filter(Boolean).join(" → ");
  const parts = [];
  if (names) parts.push(make("p", { class: "identity" }, "in QStash: ", make("code", {}, names)));
  parts.push(make("div", { class: "cards" }, sideCell(row.sides[0], 0), sideCell(row.sides[1], 1)));
  if (row.settings.length) parts.push(settingsTable(row));
  for (const loss of row.losses) parts.push(make("p", { class: "loss" }, loss));
  for (const [code, severity, message, already] of row.findings) {
    parts.push(make("p", { class: `hit ${severity}` }, make("b", {}, `${severity} ${code} `), message, already ? " (held before too)" : ""));
  }
  return parts;
}
