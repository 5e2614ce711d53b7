// Beside a form of an action stands what it would do, brought up to date as it is filled in.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("form");
  const place = document.getElementById("outlook");
  if (!form || !place) return;
  const button = form.querySelector(".panel-foot button[type=submit]:not([name])");
  const own = button.textContent;
  let waiting = 0;
  let request = null;

  async function look() {
    request?.abort();
    request = new AbortController();
    const body = new URLSearchParams({ preview: "part" });
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") body.append(name, value);
    }
    try {
      const answer = await fetch(form.getAttribute("action") || location.pathname, {
        method: "POST", body, redirect: "error", signal: request.signal,
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("outlook");
      if (!found) return;
      document.getElementById("outlook").replaceWith(found);
      button.textContent = found.dataset.result || own;
    } catch {
      // The next change asks again.
    }
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(look, 500);
  }

  form.querySelector("button[name=preview]")?.setAttribute("hidden", "");
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  look();
});
