// Results under the search field: arrows go through them, Escape leaves them.
(() => {
  "use strict";
  const form = document.querySelector("form.search");
  const field = document.getElementById("search");
  const hits = document.getElementById("search-hits");
  if (!form || !field || !hits) return;
  const links = () => [...hits.querySelectorAll("a")];

  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hits.replaceChildren();
      field.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = links();
    if (!step || !all.length) return;
    event.preventDefault();
    const next = all.indexOf(document.activeElement) + step;
    if (next < 0) field.focus();
    else all[Math.min(next, all.length - 1)].focus();
  });
  // An emptied field has no results; the page of a result that is shown again from history neither.
  field.addEventListener("input", () => { if (!field.value.trim()) hits.replaceChildren(); });
  addEventListener("pageshow", () => hits.replaceChildren());
})();
