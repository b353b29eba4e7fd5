// The sum of the weights follows what is typed.
(() => {
  "use strict";
  const form = document.querySelector("form[data-weights]");
  const sum = form?.querySelector("[data-sum]");
  const write = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  form?.addEventListener("input", () => {
    const weights = [...form.querySelectorAll("[data-weight]")].map((input) => Number(input.value.replace(",", ".")) || 0);
    sum.textContent = write.format(weights.reduce((whole, weight) => whole + weight, 0));
  });
})();
