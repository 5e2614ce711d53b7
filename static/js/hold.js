// What sends a letter waits ten seconds in this browser, so that it can be taken back.
"use strict";

const HOLD = 10000;
const UNFILLED = /\{[a-z][a-z _-]{0,30}\?\}/i;

class Held {
  constructor(form, button) {
    this.form = form;
    this.button = button;
    this.bar = form.querySelector(".hold");
    this.words = this.bar.querySelector("p");
    this.line = this.bar.querySelector("progress");
    this.others = [...form.querySelectorAll("button[type=submit]")].filter((each) => !each.disabled);
    this.texts = [...form.querySelectorAll("textarea")].filter((each) => !each.readOnly);
    this.until = Date.now() + HOLD;
    this.freeze(true);
    this.bar.hidden = false;
    this.words.textContent = `${button.dataset.sends} in ${HOLD / 1000} s.`;
    this.bar.querySelector("[data-hold=undo]").focus();
    this.timer = setInterval(() => this.tick(), 200);
  }

  freeze(isHeld) {
    for (const each of this.others) each.disabled = isHeld;
    for (const each of this.texts) each.readOnly = isHeld;
    this.form.classList.toggle("is-held", isHeld);
  }

  tick() {
    const left = Math.max(0, this.until - Date.now());
    const words = `${this.button.dataset.sends} in ${Math.ceil(left / 1000)} s.`;
    if (words !== this.words.textContent) this.words.textContent = words;
    this.line.value = (100 * left) / HOLD;
    if (!left) this.send();
  }

  end() {
    clearInterval(this.timer);
    this.freeze(false);
    this.bar.hidden = true;
    held = null;
  }

  undo() {
    this.end();
    (this.texts[0] || this.button).focus();
  }

  send() {
    this.end();
    this.form.dataset.released = "yes";
    this.form.requestSubmit(this.button);
  }
}

let held = null;

function hasSomething(form) {
  const texts = [...form.querySelectorAll("textarea[name=text]")];
  if (texts.some((each) => UNFILLED.test(each.value))) return false;
  const files = [...form.querySelectorAll("input[type=file]")].some((each) => each.files.length);
  return files || !form.classList.contains("composer") || texts.some((each) => each.value.trim());
}

// Before every other listener: what is held has not been sent.
document.addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (held && held.form === form) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  if (form.dataset.released || !button?.dataset.sends || !form.querySelector(".hold")) return;
  if (!hasSomething(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held = new Held(form, button);
}, true);

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-hold]")?.dataset.hold;
  if (!held || !choice) return;
  if (choice === "undo") held.undo();
  else held.send();
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea:not([readonly]), select");
  if (!held || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "z" && event.key !== "Escape") return;
  event.preventDefault();
  held.undo();
});

// Back from the next page the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.released;
});
