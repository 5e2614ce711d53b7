// Every page of the desk: keys press what the sheet of keys says, and a form is sent once.
"use strict";

// Where letters are written, they are no keys.
function isWriting(target) {
  return Boolean(
    target.closest(
      "textarea, select, [contenteditable], dialog[open], " +
        "input:not([type=checkbox], [type=radio], [type=submit], [type=button], [type=file])",
    ),
  );
}

// The table of keys is the sheet that "?" opens.
function press(key) {
  for (const entry of document.querySelectorAll("#keys-help [data-press]")) {
    if (entry.dataset.key !== key) continue;
    const found = document.querySelector(entry.dataset.press);
    if (!found) continue;
    if (found.matches("input, textarea")) found.focus();
    else found.click();
    return true;
  }
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const sheet = document.getElementById("keys-help");
  if (event.key === "?" && sheet) sheet.showModal();
  else if (!press(event.key)) return;
  event.preventDefault();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.id === "changelist-form") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// Back from the next page the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Parts that a page takes from another once it stands; until then, and without this, a link leads there.
document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-part-of]")) {
    fetch(place.dataset.partOf, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((html) => {
        const page = new DOMParser().parseFromString(html, "text/html");
        const part = page.getElementById(place.dataset.part);
        if (part) place.replaceChildren(...part.childNodes);
      })
      .catch(() => {});
  }
});
