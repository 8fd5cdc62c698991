// The small box that tells the exact runs under the pointer or the keyboard's cursor.
const tip = document.getElementById("tip");
const live = document.getElementById("live");

function showTip(lines, x, y) {
  tip.replaceChildren(...lines.map(([kind, text]) => make("div", { class: kind }, text)));
  tip.hidden = false;
  const width = tip.offsetWidth;
  const height = tip.offsetHeight;
  const left = Math.min(Math.max(8, x - width / 2), document.documentElement.clientWidth - width - 8);
  const above = y - height - 14;
  tip.style.left = `${left + window.scrollX}px`;
  tip.style.top = `${(above > 8 ? above : y + 22) + window.scrollY}px`;
}

function hideTip() {
  tip.hidden = true;
}

let pending = 0;
function announce(text) {
  window.clearTimeout(pending);
  pending = window.setTimeout(() => { live.textContent = text; }, 80);
}

document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });
window.addEventListener("scroll", hideTip, { passive: true });
