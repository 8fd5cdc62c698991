const content = document.getElementById("content"), button = document.getElementById("refresh");
let on = true;
button.onclick = () => { on = !on; button.setAttribute("aria-pressed", on); button.textContent = on ? "Refreshing" : "Refresh is off"; };
setInterval(async () => {
  if (!on || document.hidden || String(getSelection())) return;
  try {
    const fresh = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html").getElementById("content");
    if (fresh.innerHTML !== content.innerHTML) content.innerHTML = fresh.innerHTML;
  } catch { button.textContent = "Server is gone, retrying"; return; }
  button.textContent = "Refreshing";
}, 2000);
