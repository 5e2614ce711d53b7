// The composer: its tabs change to whom one writes and keep the text.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const composer = document.getElementById("composer");
  if (!composer) return;
  const tabs = [...composer.querySelectorAll(".tabs a")];
  const feet = [...composer.querySelectorAll(".composer-foot")];

  function choose(mode) {
    for (const tab of tabs) {
      if (tab.dataset.mode === mode) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
    for (const foot of feet) {
      foot.hidden = foot.dataset.mode !== mode;
      for (const control of foot.querySelectorAll("input, button")) control.disabled = foot.hidden;
    }
    composer.elements.namedItem("mode").value = mode;
    composer.classList.toggle("is-internal", mode !== "reply");
  }

  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      choose(tab.dataset.mode);
      composer.querySelector("textarea").focus();
    });
  }
  const first = tabs.find((tab) => tab.hasAttribute("aria-current"));
  if (first) choose(first.dataset.mode);
});
