// Answers and own tickets as the subject is typed. Without it a button below does the same.
const form = document.querySelector("[data-hits]");
const subject = form && form.elements.namedItem("subject");
const hits = document.getElementById("hits");

if (subject && hits) {
  document.getElementById("look").querySelector("button").hidden = true;
  let waiting = 0;
  let asked = subject.value.trim();
  const look = async () => {
    const words = subject.value.trim().slice(0, 100);
    if (words === asked) return;
    asked = words;
    const answer = await fetch(`${form.dataset.hits}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (answer?.ok && !answer.redirected && words === asked) hits.innerHTML = await answer.text();
  };
  subject.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 300);
  });
}
