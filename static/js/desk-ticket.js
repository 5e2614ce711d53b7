// The composer: its tabs keep the text, "/" offers canned replies and "@" colleagues, files may be
// dropped and pasted, Ctrl-Enter sends.
"use strict";

const MOST_OFFERED = 8;

class Menu {
  constructor(composer, text) {
    this.composer = composer;
    this.text = text;
    this.list = composer.querySelector(".composer-menu");
    this.chosen = 0;
    this.offered = [];
    text.addEventListener("input", () => this.look());
    text.addEventListener("keydown", (event) => this.key(event));
    text.addEventListener("blur", () => setTimeout(() => this.close(), 200));
    this.list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      event.preventDefault();
      if (item) this.take(Number(item.dataset.number));
    });
  }

  // Read once, when it is first asked for.
  async helps() {
    this.read ??= fetch(this.composer.dataset.helps).then((answer) => answer.text()).then((html) => {
      const page = new DOMParser().parseFromString(html, "text/html");
      const canned = [...page.querySelectorAll("[data-canned]")];
      const people = [...page.querySelectorAll("[data-colleague]")];
      return {
        "/": canned.map(({ dataset }) => ({ name: dataset.canned, text: dataset.text })),
        "@": people.map(({ dataset }) => ({ name: dataset.colleague, text: `@${dataset.colleague} ` })),
      };
    }).catch(() => ({ "/": [], "@": [] }));
    return this.read;
  }

  // What is typed behind the sign: "/" at the beginning of a line, "@" behind a space.
  typed() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    return before.match(/(?:^|\n)(\/)([^\n/]{0,40})$/) || before.match(/(?:^|\s)(@)([^\n@]{0,40})$/);
  }

  async look() {
    const found = this.typed();
    const isNote = this.composer.elements.namedItem("mode").value === "note";
    if (!found || (found[1] === "@") !== isNote) return this.close();
    const helps = await this.helps();
    const again = this.typed();
    if (!again) return this.close();
    const words = again[2].trim().toLowerCase();
    const all = helps[again[1]].filter((each) => each.name.toLowerCase().includes(words));
    return this.show(all.slice(0, MOST_OFFERED));
  }

  show(offered) {
    this.offered = offered;
    this.chosen = 0;
    this.list.replaceChildren(...offered.map((each, number) => {
      const item = document.createElement("li");
      item.dataset.number = number;
      item.setAttribute("role", "option");
      const name = document.createElement("strong");
      name.textContent = each.name;
      item.append(name, ` ${each.text.startsWith("@") ? "" : each.text.slice(0, 120)}`);
      return item;
    }));
    this.list.hidden = !offered.length;
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((item, number) => {
      item.setAttribute("aria-selected", String(number === this.chosen));
    });
  }

  key(event) {
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.chosen = (this.chosen + step + this.offered.length) % this.offered.length;
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.chosen);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    this.mark();
  }

  take(number) {
    const found = this.typed();
    const end = this.text.selectionStart;
    const start = found ? end - found[2].length - 1 : end;
    const { text } = this.offered[number];
    this.close();
    this.text.setRangeText(text, start, end, "end");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.text.focus();
    const gap = text.search(/\{[a-z][a-z _-]{0,30}\?\}/i);
    if (gap >= 0) {
      const from = start + gap;
      this.text.setSelectionRange(from, this.text.value.indexOf("}", from) + 1);
    }
  }

  close() {
    this.list.hidden = true;
  }

  // By the button: as if the sign had been typed on a line of its own.
  open(sign) {
    const { value, selectionStart } = this.text;
    const before = value.slice(0, selectionStart);
    this.text.focus();
    this.text.setRangeText(before && !before.endsWith("\n") ? `\n${sign}` : sign, selectionStart,
      selectionStart, "end");
    this.look();
  }
}

// Files that are dropped or pasted join those that were chosen.
function takeFiles(composer, files) {
  const input = [...composer.querySelectorAll("input[type=file]")].find((each) => !each.disabled);
  if (!input || !files.length) return false;
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

document.addEventListener("DOMContentLoaded", () => {
  const composer = document.getElementById("composer");
  if (!composer) return;
  const text = composer.querySelector("textarea");
  const tabs = [...composer.querySelectorAll(".tabs a")];
  const feet = [...composer.querySelectorAll(".composer-foot")];
  const chosen = composer.querySelector(".composer-chosen");
  const menu = new Menu(composer, text);

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
      if (composer.classList.contains("is-held")) return;
      choose(tab.dataset.mode);
      text.focus();
    });
  }
  const first = tabs.find((tab) => tab.hasAttribute("aria-current"));
  if (first) choose(first.dataset.mode);

  composer.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    const names = [...event.target.files].map((file) => file.name);
    chosen.textContent = names.length > 1 ? names.join(", ") : "";
    chosen.hidden = names.length < 2;
  });
  composer.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    composer.classList.add("takes-files");
  });
  composer.addEventListener("dragleave", () => composer.classList.remove("takes-files"));
  composer.addEventListener("drop", (event) => {
    composer.classList.remove("takes-files");
    if (takeFiles(composer, event.dataTransfer.files)) event.preventDefault();
  });
  text.addEventListener("paste", (event) => {
    if (takeFiles(composer, event.clipboardData.files)) event.preventDefault();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const foot = feet.find((each) => !each.hidden);
    composer.requestSubmit(foot.querySelector(".button-main"));
  });
  for (const opener of composer.querySelectorAll("[data-menu]")) {
    opener.addEventListener("click", (event) => {
      event.preventDefault();
      menu.open(opener.dataset.menu);
    });
  }
  // "Write" leads into the text, not only to it.
  document.querySelector(".clock-line a[href='#composer']")?.addEventListener("click", (event) => {
    event.preventDefault();
    composer.scrollIntoView({ block: "end" });
    text.focus({ preventScroll: true });
  });
  if (location.hash !== "#composer") return;
  // After the browser itself has gone to the place that the address names.
  window.addEventListener("load", () => setTimeout(() => text.focus()));
});
