// Up and down without a round trip; the form is saved by its button.
(() => {
  "use strict";
  const said = document.querySelector("[data-said]");
  const settle = (list) => {
    const rows = [...list.children];
    rows.forEach((row, at) => {
      for (const button of row.querySelectorAll("[data-move]")) {
        button.disabled = button.dataset.move === "-1" ? at === 0 : at === rows.length - 1;
      }
    });
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    const list = row.parentElement;
    const other = button.dataset.move === "-1" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    list.insertBefore(row, button.dataset.move === "-1" ? other : other.nextElementSibling);
    settle(list);
    (button.disabled ? row.querySelector("[data-move]:not(:disabled)") : button)?.focus();
    const place = [...list.children].indexOf(row) + 1;
    said.textContent = `${row.querySelector(".title").textContent}: ${said.dataset.text} ${place} / ${list.children.length}`;
  });
})();
