// The queue by keys: j and k move, x selects, Enter opens; the sheet of keys lists them.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const rows = [...document.querySelectorAll("#result_list tbody tr:not(.group-head)")];
  const box = (row) => row.querySelector("input.action-select");
  const link = (row) => row.querySelector(".field-number_link a");
  const current = () => rows.findIndex((row) => row.contains(document.activeElement));

  function move(step) {
    if (!rows.length) return;
    const at = current();
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
    const row = rows[Math.min(Math.max(next, 0), rows.length - 1)];
    (box(row) || link(row)).focus();
    row.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("input, textarea, select, button, summary, a");
    const inRow = event.target.closest("#result_list tbody");
    const typing = field && !inRow && !field.matches("a, summary, button, [type=checkbox]");
    if (typing || document.querySelector("dialog[open]")) return;
    const row = rows[current()];
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x" && row && box(row)) box(row).click();
    else if (event.key === "Enter" && row && event.target.matches("input.action-select")) {
      event.preventDefault();
      link(row).click();
    }
  });
});
