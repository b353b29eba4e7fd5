// Files can be dropped onto their form, are listed before they are sent, and too many bytes are told at once.
(() => {
  "use strict";
  const units = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  for (const form of document.querySelectorAll("form[data-drop]")) {
    const input = form.querySelector("input[type=file]");
    const list = form.querySelector("[data-chosen]");
    const error = form.querySelector("[data-drop-error]");
    const here = form.querySelector("[data-drop-here]");
    if (here) here.hidden = false;

    const show = () => {
      const files = [...input.files];
      const bytes = files.reduce((sum, file) => sum + file.size, 0);
      const heavy = bytes > Number(form.dataset.max);
      error.textContent = heavy ? form.dataset.tooLarge || "" : "";
      error.classList.toggle("error", heavy);
      input.setAttribute("aria-invalid", String(heavy));
      if (!list) return heavy;
      list.replaceChildren(...files.map((file) => {
        const item = document.createElement("li");
        const size = document.createElement("span");
        size.className = "quiet";
        size.textContent = `${units.format(file.size / 1048576)} MB`;
        item.append(file.name, size);
        return item;
      }));
      list.hidden = !files.length;
      return heavy;
    };

    input.addEventListener("change", show);
    form.addEventListener("submit", (event) => { if (show()) event.preventDefault(); });
    form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
    form.addEventListener("dragleave", (event) => { if (!form.contains(event.relatedTarget)) form.classList.remove("over"); });
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
    });
  }
})();
