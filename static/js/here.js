// Who else looks at the ticket or writes, what came since, and what one has not seen yet.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const line = document.getElementById("here");
  if (!line) return;
  const composer = document.getElementById("composer");
  let typedAt = 0;
  let isFirst = true;
  composer?.addEventListener("input", () => { typedAt = Date.now(); });

  function writing() {
    const isBusy = composer && Date.now() - typedAt < 60000;
    return isBusy && composer.querySelector("textarea").value.trim()
      ? composer.elements.namedItem("mode").value : "";
  }

  function say({ others, newer }) {
    const parts = [];
    for (const other of others) {
      const name = document.createElement("strong");
      name.textContent = other.name;
      parts.push(name, ` ${other.doing}. `);
    }
    if (newer) {
      const link = document.createElement("a");
      link.href = location.pathname;
      link.textContent = "Show";
      parts.push(`${newer} new since this page was opened. `, link);
    }
    line.querySelector("p").replaceChildren(...parts);
    line.hidden = !parts.length;
  }

  // A line before the first entry that came after one had looked last.
  function divide(looked) {
    const entries = [...document.querySelectorAll(".thread [data-event]")];
    const fresh = entries.filter((each) => Number(each.dataset.event) > looked);
    if (!looked || !fresh.length || fresh.length === entries.length) return;
    const mark = document.createElement("p");
    mark.className = "thread-new";
    mark.textContent = `${fresh.length} new since you looked`;
    fresh[0].before(mark);
  }

  async function ask() {
    if (document.visibilityState === "hidden") return;
    const body = new URLSearchParams({ seen: line.dataset.seen, writing: writing() });
    try {
      const answer = await fetch(line.dataset.url, {
        method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": line.dataset.token },
      });
      if (!answer.ok) return;
      const said = await answer.json();
      say(said);
      if (isFirst) divide(said.looked);
      isFirst = false;
    } catch {
      line.hidden = true;
    }
  }

  ask();
  setInterval(ask, 20000);
  document.addEventListener("visibilitychange", ask);
});
