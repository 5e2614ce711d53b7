// What is being written is kept on the server, and leaving with something unsent asks.
"use strict";

const PAUSE = 1200;
const AFTER_A_FAILURE = 10000;

class Writing {
  constructor(form, address) {
    this.form = form;
    this.address = address;
    this.line = form.querySelector(".draft-line");
    this.opened = this.typed();
    this.kept = this.opened;
    this.leaving = false;
    this.waiting = 0;
    form.addEventListener("input", () => this.later(PAUSE));
    form.addEventListener("change", () => this.later(PAUSE));
    form.addEventListener("submit", (event) => { if (!event.defaultPrevented) this.leave(); });
  }

  data() {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string") data.append(name, value);
    }
    return data;
  }

  // What a person may have typed: the form's own fields stay as they are.
  typed() {
    return this.data().toString();
  }

  hasFiles() {
    return [...this.form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  }

  isUnsent() {
    if (this.leaving) return false;
    const texts = [...this.form.querySelectorAll("textarea, input[type=text]")];
    const said = texts.some((field) => field.value.trim());
    return this.hasFiles() || (said && this.typed() !== this.opened);
  }

  later(pause) {
    clearTimeout(this.waiting);
    this.waiting = 0;
    if (!this.leaving && this.typed() !== this.kept) {
      this.waiting = setTimeout(() => this.keep(), pause);
    }
  }

  async keep(options = {}) {
    clearTimeout(this.waiting);
    this.waiting = 0;
    const typed = this.typed();
    this.request?.abort();
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const answer = await fetch(this.address, {
        method: "POST", body: this.data(), redirect: "manual", signal, ...options,
      });
      if (answer.ok) this.kept = typed;
      this.say(await this.words(answer), answer.ok);
    } catch (error) {
      if (error.name === "AbortError") return;
      this.say("The draft could not be kept just now. Do not close this page.", false);
      this.later(AFTER_A_FAILURE);
    }
  }

  async words(answer) {
    if (answer.status === 401) {
      return "You are signed out. The draft is kept: sign in to go on with it.";
    }
    if (answer.status === 403) {
      return "This page has been open for too long. The draft is kept: reload the page to send it.";
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said.kept ? `Draft kept at ${said.kept}, not sent.` : "";
    return said.refused ? `The draft is not kept. ${said.refused}` : "The draft is not kept.";
  }

  say(words, isKept) {
    if (!this.line) return;
    this.line.hidden = !words;
    this.line.querySelector("span").textContent = words;
    this.line.querySelector("button").hidden = !isKept;
  }

  leave() {
    this.leaving = true;
    clearTimeout(this.waiting);
    this.request?.abort();
  }
}

const writings = [...document.querySelectorAll("input[data-keep]")].map(
  (author) => new Writing(author.form, author.dataset.keep),
);

// A page that goes out of sight may never come back: what waits is kept at once.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const writing of writings) if (writing.waiting) writing.keep({ keepalive: true });
});

window.addEventListener("beforeunload", (event) => {
  if (writings.some((writing) => writing.isUnsent())) event.preventDefault();
});

// Back from the next page the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const writing of writings) writing.leaving = false;
});
