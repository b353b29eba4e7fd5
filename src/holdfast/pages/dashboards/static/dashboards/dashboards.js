// Beside the buttons: tiles can be dragged to another place, and the full screen is really full.
(() => {
  "use strict";
  let taken = null;
  const tileOf = (target) => target.closest?.(".edits [data-tile]");
  const ready = () => {
    for (const tile of document.querySelectorAll(".edits [data-tile]")) {
      // Only by its head, so that texts and charts in it can still be marked and scrolled.
      const head = tile.querySelector(".tile-head");
      head.addEventListener("pointerdown", () => { tile.draggable = true; });
      head.addEventListener("pointerup", () => { tile.draggable = false; });
    }
  };
  ready();
  document.addEventListener("htmx:afterSwap", ready);
  const clear = () => {
    for (const tile of document.querySelectorAll(".tile.over, .tile.taken")) tile.classList.remove("over", "taken");
  };
  document.addEventListener("dragstart", (event) => {
    taken = tileOf(event.target);
    if (!taken) return;
    taken.classList.add("taken");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  document.addEventListener("dragover", (event) => {
    const over = taken && tileOf(event.target);
    if (!over || over === taken) return;
    event.preventDefault();
    for (const tile of document.querySelectorAll(".tile.over")) tile.classList.remove("over");
    over.classList.add("over");
  });
  document.addEventListener("dragend", () => { if (taken) taken.draggable = false; taken = null; clear(); });
  document.addEventListener("drop", (event) => {
    const over = taken && tileOf(event.target);
    if (!over || over === taken) return;
    event.preventDefault();
    const form = taken.querySelector("form.arrange");
    const values = { to: over.dataset.place };
    window.htmx.ajax("POST", form.action, { target: "#tiles", swap: "outerHTML", values });
  });

  for (const button of document.querySelectorAll("[data-full-screen]")) {
    button.hidden = !document.fullscreenEnabled;
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-full-screen]")) document.documentElement.requestFullscreen?.().catch(() => {});
  });
})();
