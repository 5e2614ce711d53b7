// "Copy as text": puts the text of one element on the clipboard, where a script may.
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const label = button.querySelector("span");
  if (!source || !label) continue;
  const words = label.textContent;
  button.hidden = false;

  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      label.textContent = "Copied";
      setTimeout(() => { label.textContent = words; }, 2000);
    } catch {
      // No clipboard: open the text and select it, so that one key copies it.
      const details = source.closest("details");
      if (details) details.open = true;
      getSelection().selectAllChildren(source);
      source.focus();
    }
  });
}
