// Who is behind a number, beside it instead of on a page of its own: from a cell by htmx, from a mark of a chart here.
(() => {
  "use strict";
  const beside = document.getElementById("beside");
  if (!beside || !window.htmx) return;
  let from = null;
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const mark = event.target.closest?.('.chart a[href*="/behind/"]');
    if (mark) {
      event.preventDefault();
      from = mark;
      htmx.ajax("GET", mark.getAttribute("href"), { target: beside, source: beside });
    } else if (event.target.closest?.("[data-close]")) {
      close();
    }
  });
  const close = () => {
    beside.hidden = true;
    beside.replaceChildren();
    from?.focus();
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === beside && event.detail.elt !== beside) from = event.detail.elt;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== beside) return;
    beside.hidden = false;
    beside.scrollTop = 0;
    beside.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !beside.hidden) close();
  });
})();
