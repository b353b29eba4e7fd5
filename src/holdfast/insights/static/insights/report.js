(() => {
  "use strict";
  const root = document.documentElement;
  const button = document.querySelector("[data-toggle-theme]");
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const show = () => {
    button.textContent = isDark() ? button.dataset.light : button.dataset.dark;
  };
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);

  // A link to a KPI opens it.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let box = target; box; box = box.parentElement) if (box.matches("details")) box.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // What a mark of a chart says, beside the pointer; the same text is its accessible name.
  const tip = document.querySelector(".tip");
  const hide = () => { tip.hidden = true; };
  document.addEventListener("pointermove", (event) => {
    const mark = event.target.closest ? event.target.closest(".chart [aria-label]:not(svg)") : null;
    if (!mark) return hide();
    tip.textContent = mark.getAttribute("aria-label");
    tip.hidden = false;
    const room = root.clientWidth;
    const left = event.clientX + 14 + tip.offsetWidth > room ? event.clientX - tip.offsetWidth - 14 : event.clientX + 14;
    tip.style.left = `${Math.max(left, 4) + scrollX}px`;
    tip.style.top = `${event.clientY + 14 + scrollY}px`;
  });
  document.addEventListener("scroll", hide, { passive: true });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
})();
