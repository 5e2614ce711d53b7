// The queue: by keys (j and k move, x selects, Enter opens), several rows at once,
// and as it is now: it refreshes itself and keeps the selection and the place.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const rows = () => [...document.querySelectorAll("#result_list tbody tr:not(.group-head)")];
  const box = (row) => row.querySelector("input.action-select");
  const link = (row) => row.querySelector(".field-number_link a");
  const current = () => rows().findIndex((row) => row.contains(document.activeElement));

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const at = current();
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
    const row = all[Math.min(Math.max(next, 0), all.length - 1)];
    (box(row) || link(row)).focus();
    row.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest("input, textarea, select, button, summary, a");
    const inRow = event.target.closest("#result_list tbody");
    const typing = field && !inRow && !field.matches("a, summary, button, [type=checkbox]");
    if (typing || document.querySelector("dialog[open]")) return;
    const row = rows()[current()];
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x" && row && box(row)) box(row).click();
    else if (event.key === "Enter" && row && event.target.matches("input.action-select")) {
      event.preventDefault();
      link(row).click();
    }
  });

  // Several rows at once: a step that does not fit the selection is off and says why.
  const bar = document.getElementById("bulk-bar");
  const boxes = () => rows().map(box).filter(Boolean);

  function reasonAgainst(button, chosen) {
    if (!chosen.length) return "Select rows first.";
    const step = button.dataset.step;
    for (const each of chosen) {
      const unfit = JSON.parse(each.dataset.unfit || "{}")[step];
      const number = each.closest("tr").dataset.number;
      if (unfit) return `${button.textContent.trim().replace("…", "")}: ${number} is ${unfit}.`;
    }
    const clients = new Set(chosen.map((each) => each.dataset.client));
    if ("oneClient" in button.dataset && clients.size > 1) {
      return "Duplicates repeat a ticket of the same client.";
    }
    return "";
  }

  function showSelection() {
    if (!bar) return;
    const all = boxes();
    const chosen = all.filter((each) => each.checked);
    for (const each of all) each.closest("tr").classList.toggle("selected", each.checked);
    const toggle = document.getElementById("action-toggle");
    if (toggle) toggle.checked = chosen.length > 0 && chosen.length === all.length;
    document.getElementById("bulk-count").textContent = `${chosen.length} of ${all.length} selected`;
    const reasons = [];
    for (const button of bar.querySelectorAll("button[data-step]")) {
      const reason = reasonAgainst(button, chosen);
      button.setAttribute("aria-disabled", reason ? "true" : "false");
      button.title = reason;
      if (reason && chosen.length) reasons.push(reason);
    }
    document.getElementById("bulk-why").textContent = [...new Set(reasons)].join(" ");
  }

  document.addEventListener("change", (event) => {
    if (event.target.id === "action-toggle") {
      for (const each of boxes()) each.checked = event.target.checked;
    }
    if (event.target.matches("#action-toggle, input.action-select")) showSelection();
  });
  if (bar) {
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-step]");
      if (button && button.getAttribute("aria-disabled") === "true") {
        event.preventDefault();
        document.getElementById("bulk-why").textContent = button.title;
      }
    });
  }
  showSelection();

  // As it is now, quietly: what changed is put in its place, and what one looks at stays where it is.
  const said = document.getElementById("refreshed");
  const numbers = () => new Map(rows().map((row) => [row.dataset.ticket, row.dataset.number]));

  function anchor() {
    const focused = rows()[current()];
    const seen = rows().filter((row) => row.getBoundingClientRect().bottom > 0);
    const row = focused || seen[0];
    return row && { id: row.dataset.ticket, top: row.getBoundingClientRect().top };
  }

  function take(fresh, selector) {
    const mine = document.querySelector(selector);
    const theirs = fresh.querySelector(selector);
    if (mine && theirs && mine.innerHTML !== theirs.innerHTML) mine.innerHTML = theirs.innerHTML;
  }

  function putRows(fresh) {
    const body = document.querySelector("#result_list tbody");
    const theirs = fresh.querySelector("#result_list tbody");
    if (!body || !theirs) return;
    const chosen = new Set(boxes().filter((each) => each.checked).map((each) => each.value));
    const place = anchor();
    const inFocus = rows()[current()];
    const focused = inFocus && inFocus.dataset.ticket;
    body.replaceChildren(...theirs.children);
    for (const each of boxes()) each.checked = chosen.has(each.value);
    const same = (id) => rows().find((row) => row.dataset.ticket === id);
    const back = focused && same(focused);
    if (back) (box(back) || link(back)).focus({ preventScroll: true });
    const kept = place && same(place.id);
    if (kept) window.scrollBy(0, kept.getBoundingClientRect().top - place.top);
    showSelection();
  }

  function news(before, after) {
    const came = [...after].filter(([id]) => !before.has(id)).map(([, number]) => number);
    const went = [...before].filter(([id]) => !after.has(id)).map(([, number]) => number);
    const words = (found, one, several) =>
      found.length ? ` · ${found.slice(0, 5).join(", ")} ${found.length > 1 ? several : one}` : "";
    return words(came, "is new", "are new") + words(went, "has left", "have left");
  }

  const isBusy = () =>
    document.hidden ||
    document.querySelector("dialog[open]") ||
    document.querySelector("details.filter[open]") ||
    document.activeElement.matches(".filter-bar input, .take-button, #bulk-bar button");

  async function refresh() {
    if (isBusy()) return;
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const line = fresh.getElementById("refreshed");
    if (!line || isBusy()) return;
    const before = numbers();
    if (Boolean(fresh.getElementById("result_list")) !== before.size > 0) {
      location.reload();
      return;
    }
    for (const selector of [".counters", "#queue-tabs", ".paginator"]) take(fresh, selector);
    putRows(fresh);
    const told = news(before, numbers());
    said.textContent = `${line.textContent}${told}${told ? " · your place is kept" : ""}`;
  }

  if (said) setInterval(() => refresh().catch(() => {}), 1000 * Number(said.dataset.every));
});
