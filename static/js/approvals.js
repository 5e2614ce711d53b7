// The inbox of proposals: j opens the next one, k the one before.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "j" && event.key !== "k") return;
  const link = document.querySelector(`a[data-step="${event.key}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});
