// Ctrl K or Cmd K: go to a ticket, a client, a person, an action or a page by typing.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const words = document.getElementById("palette-words");
  const list = document.getElementById("palette-rows");
  const count = document.getElementById("palette-count");
  let rows = [];
  let chosen = 0;
  let asking = null;
  let waiting = 0;

  const made = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const icon = (name) => {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${palette.dataset.icons}#${name}`);
    drawn.setAttribute("class", "icon");
    drawn.setAttribute("aria-hidden", "true");
    drawn.append(use);
    return drawn;
  };
  const pieces = (of) => of.map(([text, hit]) => (hit ? made("mark", {}, text) : text));
  const searchUrl = () => `${palette.dataset.search}?q=${encodeURIComponent(words.value.trim())}`;

  // Steps of the page that it stands over, as the sheet of keys names them.
  function stepsHere() {
    const typed = words.value.trim().replace(/^>\s*/, "").toLowerCase();
    return [...document.querySelectorAll("#keys-help [data-press]")]
      .filter((entry) => /^[a-z]$/.test(entry.dataset.key) && document.querySelector(entry.dataset.press))
      .map((entry) => ({ label: entry.nextElementSibling.textContent, key: entry.dataset.key }))
      .filter((step) => step.label.includes(typed))
      .map((step) => ({ ...step, pieces: [[step.label, false]], note: "", right: "", icon: "arrow-right" }));
  }

  function choose(index) {
    if (!rows.length) return;
    chosen = (index + rows.length) % rows.length;
    rows.forEach((row, at) => row.node.setAttribute("aria-selected", String(at === chosen)));
    words.setAttribute("aria-activedescendant", rows[chosen].node.id);
    rows[chosen].node.scrollIntoView({ block: "nearest" });
  }

  function open(row) {
    palette.close();
    if (row.url) window.location.assign(row.url);
    else press(row.key);
  }

  function show(groups) {
    rows = [];
    list.replaceChildren();
    for (const group of groups) {
      const head = made("p", { className: "palette-head", id: `palette-${group.name}` }, group.name);
      const box = made("div", {}, head);
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", group.name);
      head.setAttribute("aria-hidden", "true");
      for (const row of group.rows) {
        const node = made(
          "div",
          { className: "palette-row", id: `palette-row-${rows.length}` },
          icon(row.icon),
          made("span", {}, ...pieces(row.pieces), made("small", {}, row.note ? ` ${row.note}` : "")),
          made("span", { className: "palette-right" }, row.right || ""),
        );
        if (row.key) node.append(made("kbd", {}, row.key));
        node.setAttribute("role", "option");
        const at = rows.length;
        node.addEventListener("click", () => open(rows[at]));
        node.addEventListener("mousemove", () => at !== chosen && choose(at));
        rows.push({ ...row, node });
        box.append(node);
      }
      list.append(box);
    }
    const typed = words.value.trim();
    count.textContent = `${rows.length} shown`;
    choose(0);
    words.setAttribute("aria-expanded", String(rows.length > 0));
    if (!typed) words.removeAttribute("aria-activedescendant");
  }

  function withSteps(groups) {
    const steps = words.value.trim().startsWith("#") ? [] : stepsHere();
    const actions = groups.find((group) => group.name === "Actions");
    if (!steps.length) return groups.filter((group) => group.rows.length);
    if (actions) actions.rows.unshift(...steps);
    return groups.filter((group) => group.rows.length);
  }

  function ask() {
    if (asking) asking.abort();
    asking = new AbortController();
    const url = `${palette.dataset.url}?q=${encodeURIComponent(words.value)}`;
    fetch(url, { credentials: "same-origin", signal: asking.signal })
      .then((answer) => (answer.ok ? answer.json() : { groups: [] }))
      .then((found) => show(withSteps(found.groups)))
      .catch(() => {});
  }

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    if (palette.open) {
      palette.close();
      return;
    }
    words.value = "";
    palette.showModal();
    words.focus();
    ask();
  });

  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });

  words.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      palette.close();
      window.location.assign(searchUrl());
    } else if (event.key === "Enter") {
      if (rows[chosen]) open(rows[chosen]);
    } else return;
    event.preventDefault();
  });

  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
  });
});
