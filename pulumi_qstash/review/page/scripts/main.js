// Starts the page, and draws again when its width or its colours change.
let shared = [];

function drawShared() {
  shared.forEach((plot) => plot.destroy());
  measure();
  shared = [loadLane(), loadMap(0), loadMap(1)];
}

function redraw() {
  drawShared();
  for (const row of rows) {
    if (row.lane) { row.lane.destroy(); row.lane = null; drawLane(row); }
  }
}

function dayHeads() {
  const heads = Array.from({ length: 7 }, (_, day) => {
    const words = dayWords(review.start + day * 86400);
    return make("span", {}, words.slice(0, 6), make("i", {}, words.slice(6)));
  });
  document.getElementById("days").replaceChildren(...heads);
}

dayHeads();
unchangedBox.checked = rows.every((row) => row.action === "same");
drawShared();
arrange();
filterBox.addEventListener("input", arrange);
orderBox.addEventListener("change", arrange);
unchangedBox.addEventListener("change", arrange);
let width = document.documentElement.clientWidth;
window.addEventListener("resize", () => {
  if (document.documentElement.clientWidth === width) return;
  width = document.documentElement.clientWidth;
  window.requestAnimationFrame(redraw);
});
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  known = null;
  redraw();
});

// For tests: what is drawn.
window.qstashReview = { rows, runsOf, redraw };
