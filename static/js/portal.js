// Print: shown only where a script can do it, and with nothing folded.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const folded = [...document.querySelectorAll("[data-open-in-print]")];
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = folded.filter((details) => !details.open);
  for (const details of opened) details.open = true;
});
window.addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
