// A heat table is one stop of the Tab key: the arrow keys go from cell to cell, Home and End along the row.
(() => {
  "use strict";
  const ready = (table) => {
    delete table.dataset.rove;
    const cells = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("a")]);
    const rows = cells.filter((row) => row.length);
    if (!rows.length) return;
    let current = rows[0][0];
    for (const link of rows.flat()) link.tabIndex = link === current ? 0 : -1;

    const enter = (link) => {
      current.tabIndex = -1;
      current = link;
      current.tabIndex = 0;
      current.focus();
    };
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    table.addEventListener("keydown", (event) => {
      const link = event.target.closest("tbody a");
      if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
      const row = rows.findIndex((each) => each.includes(link));
      const column = rows[row].indexOf(link);
      const [down, right] = steps[event.key] || [0, 0];
      let next = rows[row + down]?.[Math.min(column + right, (rows[row + down]?.length ?? 1) - 1)];
      if (event.key === "Home") next = rows[row][0];
      else if (event.key === "End") next = rows[row].at(-1);
      else if (!(event.key in steps)) return;
      event.preventDefault();
      if (next) enter(next);
    });
    table.addEventListener("focusin", (event) => {
      const link = event.target.closest("tbody a");
      if (link && link !== current) {
        current.tabIndex = -1;
        current = link;
        current.tabIndex = 0;
      }
    });
  };
  const look = () => document.querySelectorAll("table[data-rove]").forEach(ready);
  look();
  document.addEventListener("htmx:afterSwap", look);
})();
