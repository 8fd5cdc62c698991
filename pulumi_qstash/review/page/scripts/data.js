// What the page draws, unpacked from the data that stands in it.
"use strict";
const HOURS = 168;
const review = JSON.parse(document.getElementById("data").textContent);

// The minutes (0 to 59) at which a week of runs comes, for each of its 168 hours.
function unpack(week) {
  const hours = [];
  for (const [pattern, times] of week.h) {
    for (let n = 0; n < times; n += 1) hours.push(week.p[pattern]);
  }
  return hours;
}

const weeks = review.weeks.map(unpack);
const nothing = new Array(HOURS).fill([]);

const rows = review.rows.map((raw, index) => {
  const after = raw.f || null;
  const before = raw.b === 0 ? after : raw.b || null;
  const hours = (side) => (side ? weeks[side.r] : nothing);
  return {
    index,
    name: raw.n,
    action: raw.a,
    identity: raw.i || "",
    newIdentity: raw.j || "",
    change: raw.c,
    sides: [before, after],
    hours: [hours(before), hours(after)],
    settings: raw.s || [],
    losses: raw.l || [],
    findings: raw.q || [],
    clocks: raw.k || [],
    element: null,
    lane: null,
  };
});

// The same shape for the load of all schedules together.
const labels = review.drift ? ["state", "live"] : ["before", "after"];

function runsOf(row, side) {
  const minutes = [];
  row.hours[side].forEach((hour, index) => hour.forEach((minute) => minutes.push(index * 60 + minute)));
  return minutes;
}
