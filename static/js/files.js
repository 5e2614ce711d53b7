// Files come by choosing, by drop and by paste, one after the other, and are shown before they go.
"use strict";

const LARGEST_PREVIEW = 5_000_000;

class Chosen {
  constructor(input) {
    this.input = input;
    this.most = Number(input.dataset.files);
    this.files = [];
    this.list = document.createElement("ul");
    this.list.className = "chosen";
    this.said = document.createElement("p");
    this.said.className = "hint";
    this.said.setAttribute("role", "status");
    this.said.textContent = "Drop files here, or paste a screenshot.";
    input.after(this.said, this.list);
    input.addEventListener("change", () => this.add([...input.files]));
    this.add([...input.files]);
  }

  add(files) {
    const known = new Set(this.files.map((file) => Chosen.key(file)));
    const fresh = files.filter((file) => !known.has(Chosen.key(file)));
    const all = [...this.files, ...fresh];
    this.files = all.slice(0, this.most);
    this.show(all.length > this.most);
  }

  static key(file) {
    return [file.name, file.size, file.lastModified].join("/");
  }

  remove(file) {
    this.files = this.files.filter((each) => each !== file);
    this.show(false);
    this.input.focus();
  }

  // The input holds what is listed: a form without a script sends the same.
  show(tooMany) {
    const held = new DataTransfer();
    for (const file of this.files) held.items.add(file);
    this.input.files = held.files;
    this.list.replaceChildren(...this.files.map((file) => this.item(file)));
    if (tooMany) this.said.textContent = `At most ${this.most} files go along; the rest is left out.`;
    else if (this.files.length) this.said.textContent = `${this.files.length} of at most ${this.most} files.`;
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  item(file) {
    const item = document.createElement("li");
    if (file.type.startsWith("image/") && file.size <= LARGEST_PREVIEW) item.append(this.picture(file));
    const name = document.createElement("span");
    name.textContent = `${file.name}, ${Math.max(1, Math.round(file.size / 1000))} kB`;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "link";
    remove.textContent = "Remove";
    remove.setAttribute("aria-label", `Remove ${file.name}`);
    remove.addEventListener("click", () => this.remove(file));
    item.append(name, remove);
    return item;
  }

  picture(file) {
    const picture = document.createElement("img");
    picture.alt = "";
    const reader = new FileReader();
    reader.addEventListener("load", () => { picture.src = reader.result; });
    reader.readAsDataURL(file);
    return picture;
  }
}

const inputs = [...document.querySelectorAll("input[data-files]")];
const chosen = new Map(inputs.map((input) => [input, new Chosen(input)]));

// To the form that is being written in, else to the first.
function nearest(target) {
  const form = target instanceof Element ? target.closest("form") : null;
  return chosen.get(inputs.find((input) => input.form === form) ?? inputs[0]);
}

function carriesFiles(event) {
  return inputs.length && event.dataTransfer && [...event.dataTransfer.types].includes("Files");
}

document.addEventListener("dragover", (event) => {
  if (carriesFiles(event)) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  nearest(event.target).add([...event.dataTransfer.files]);
});

document.addEventListener("paste", (event) => {
  const pasted = inputs.length ? [...(event.clipboardData?.files ?? [])] : [];
  if (!pasted.length) return;
  event.preventDefault();
  const at = new Date();
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => String(n).padStart(2, "0")).join("-");
  nearest(event.target).add(pasted.map((file, n) => {
    const named = file.name === "image.png" ? `pasted-${time}${n ? `-${n}` : ""}.png` : file.name;
    return new File([file], named, { type: file.type, lastModified: file.lastModified });
  }));
});
