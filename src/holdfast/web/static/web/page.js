// What every page does: theme, keys, menus that close, and the words of a chart's mark beside the pointer.
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);

  const showTheme = () => {
    for (const button of document.querySelectorAll("[data-toggle-theme]")) {
      button.hidden = false;
      button.textContent = isDark() ? button.dataset.light : button.dataset.dark;
    }
  };
  // A member's theme comes with the page; it is kept here for the pages before signing in.
  const kept = document.querySelector("[data-toggle-theme][data-address]");
  try {
    if (kept) localStorage.setItem("theme", root.dataset.theme || "");
    else root.dataset.theme = root.dataset.theme || localStorage.getItem("theme") || "";
  } catch { /* storage may be switched off */ }
  if (!root.dataset.theme) delete root.dataset.theme;
  showTheme();
  dark.addEventListener("change", showTheme);

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest?.(selector);
    if (on("[data-toggle-theme]")) {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* the choice lasts for this page */ }
      if (kept) {
        const body = new URLSearchParams({ theme: root.dataset.theme });
        const headers = JSON.parse(document.body.getAttribute("hx-headers"));
        fetch(kept.dataset.address, { method: "POST", body, headers, keepalive: true }).catch(() => {});
      }
      showTheme();
    }
    if (on("[data-show-keys]")) document.querySelector("dialog.keys")?.showModal();
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // A choice in a form of controls takes effect at once; without this script its button does it.
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-auto]");
    if (form) form.requestSubmit();
  });
  for (const button of document.querySelectorAll("form[data-auto] [data-plain]")) button.hidden = true;

  // What was chosen before this script and htmx took the form over, as on a slow line, takes effect as well; a browser
  // that puts old choices back into a page somebody returns to is shown the page's own again.
  const taken = () => document.querySelectorAll('form[data-auto], form[hx-trigger^="change"]');
  const isReturn = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const said = (form) => new URLSearchParams(new FormData(form)).toString();
  document.addEventListener("DOMContentLoaded", () => {
    const { value, defaultValue } = document.activeElement;
    if (isReturn || value !== (defaultValue ?? value)) return;  // a field that is typed in tells of itself when left
    for (const form of taken()) {
      const plain = form.cloneNode(true);
      plain.reset();
      if (said(form) !== said(plain)) form.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  addEventListener("pageshow", (event) => {
    if (!isReturn && !event.persisted) return;
    for (const form of taken()) if (event.persisted || !form.contains(document.activeElement)) form.reset();
  });

  // What is being typed while an answer comes is not lost when the answer takes the place of its field. What had been
  // sent by then is the answer's to show, or to clear away.
  let typed = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const field = document.activeElement;
    const isTyped = field?.id && "defaultValue" in field && field.value !== field.defaultValue;
    typed = isTyped && field.value !== event.detail.requestConfig?.parameters?.[field.name] ? field : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    const field = typed && !typed.isConnected ? document.getElementById(typed.id) : null;
    if (field && "defaultValue" in field && field.value !== typed.value) {
      field.value = typed.value;
      // A browser tells of a change only where somebody typed; here it is told when the field is left.
      const tell = () => field.dispatchEvent(new Event("change", { bubbles: true }));
      field.addEventListener("blur", tell, { once: true });
      field.addEventListener("change", () => field.removeEventListener("blur", tell), { once: true });
    }
    typed = null;
  });

  const places = { s: ".side a[href]", a: '.side a[href$="/accounts/"]' };
  let pressed = "";
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      hide();
    }
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("search")?.focus();
    } else if (event.key === "?") {
      document.querySelector("dialog.keys")?.showModal();
    } else if (pressed === "g" && places[event.key]) {
      document.querySelector(places[event.key])?.click();
    }
    pressed = event.key;
  });

  // The linked marks of a chart are one stop of the tab key, the newest; arrows go from mark to mark.
  const links = (chart) => [...chart.querySelectorAll("a[href]")];
  const oneStop = () => {
    for (const chart of document.querySelectorAll("svg.chart[role=group]:not([data-keys])")) {
      chart.dataset.keys = "";
      links(chart).forEach((link, at, all) => link.setAttribute("tabindex", at === all.length - 1 ? "0" : "-1"));
    }
  };
  oneStop();
  document.addEventListener("htmx:afterSwap", oneStop);
  const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };
  document.addEventListener("keydown", (event) => {
    const chart = steps[event.key] && event.target.closest?.("svg.chart");
    if (!chart) return;
    event.preventDefault();
    const all = links(chart);
    const to = Math.min(Math.max(all.indexOf(event.target) + steps[event.key], 0), all.length - 1);
    for (const link of all) link.setAttribute("tabindex", "-1");
    all[to].setAttribute("tabindex", "0");
    all[to].focus();
  });
  // What the pointer sees of a mark is also seen where the keyboard is.
  document.addEventListener("focusin", (event) => {
    const mark = event.target.closest?.(".chart a[aria-label]");
    if (!mark || !mark.matches(":focus-visible")) return;
    const box = mark.getBoundingClientRect();
    say(mark, box.left + box.width / 2, box.bottom - 8);
  });
  document.addEventListener("focusout", () => hide());

  const tip = document.querySelector(".tip");
  const hide = () => { tip.hidden = true; };
  const say = (mark, x, y) => {
    tip.textContent = mark.getAttribute("aria-label");
    tip.hidden = false;
    const wide = x + 14 + tip.offsetWidth > root.clientWidth;
    const left = wide ? x - tip.offsetWidth - 14 : x + 14;
    tip.style.left = `${Math.max(left, 4) + scrollX}px`;
    tip.style.top = `${y + 14 + scrollY}px`;
  };
  document.addEventListener("pointermove", (event) => {
    const mark = event.target.closest ? event.target.closest(".chart [aria-label]:not(svg)") : null;
    if (!mark) return hide();
    say(mark, event.clientX, event.clientY);
  });
  document.addEventListener("scroll", hide, { passive: true });
})();
