// Passkeys need a script and a browser that knows them; and a refusal of the device is said, not swallowed.
(() => {
  "use strict";
  const known = "PublicKeyCredential" in window;
  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = !known;
  for (const part of document.querySelectorAll("[data-without-passkeys]")) part.hidden = known;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const part of document.querySelectorAll("[data-passkey-failed]")) part.hidden = false;
  });
})();
