const button = document.getElementById("refresh");
let on = true;
button.onclick = () => { on = !on; button.textContent = on ? "Refreshing" : "Refresh is off"; };
setInterval(async () => {
  if (!on || document.hidden || String(getSelection())) return;
  try {
    const fresh = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
    for (const id of ["server", "content"]) {
      const old = document.getElementById(id), now = fresh.getElementById(id);
      if (now.innerHTML !== old.innerHTML) old.innerHTML = now.innerHTML;
    }
  } catch { button.textContent = "Server is gone, retrying"; return; }
  if (on) button.textContent = "Refreshing";
}, 2000);
