// Checks the hashes of a bundle in the browser alone: it is read here and sent nowhere.
"use strict";

const DOCUMENTS = ["month.json", "chain.json", "shared.json", "client.json", "proof.json"];
const FILES = [...DOCUMENTS, "verify.py"];
const MOST_BYTES = 256 * 1024 * 1024;
const FIRST_PREVIOUS = "0".repeat(64);
const ZIP = { end: 0x06054b50, entry: 0x02014b50, file: 0x04034b50, stored: 0, deflated: 8 };

class NotRead extends Error {}

// The zip: what its directory says of the files that a bundle has.

const endOfDirectory = (view) => {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65557); at -= 1) {
    if (view.getUint32(at, true) === ZIP.end) return at;
  }
  throw new NotRead("This is no zip file.");
};

const entriesIn = (bytes) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  const found = new Map();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (view.getUint32(at, true) !== ZIP.entry) throw new NotRead("The zip file is damaged.");
    const length = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length));
    if (FILES.includes(name)) {
      if (found.has(name)) throw new NotRead(`${name} is in it twice.`);
      const file = view.getUint32(at + 42, true);
      if (view.getUint32(file, true) !== ZIP.file) throw new NotRead("The zip file is damaged.");
      const start = file + 30 + view.getUint16(file + 26, true) + view.getUint16(file + 28, true);
      const method = view.getUint16(at + 10, true);
      found.set(name, { method, data: bytes.subarray(start, start + view.getUint32(at + 20, true)) });
    }
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return found;
};

const unpacked = async ({ method, data }) => {
  if (method === ZIP.stored) return data;
  if (method !== ZIP.deflated) throw new NotRead("The zip file is packed in another way.");
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const parts = [];
  let size = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    if (size > MOST_BYTES) throw new NotRead("The zip file holds too much.");
    parts.push(value);
  }
};

const filesIn = async (bytes) => {
  const files = new Map();
  for (const [name, entry] of entriesIn(bytes)) files.set(name, await unpacked(entry));
  for (const name of DOCUMENTS) if (!files.has(name)) throw new NotRead(`${name} is not in it.`);
  return files;
};

// Documents have one form: sorted keys, whole numbers, texts of plain ASCII, no blanks.

const canonical = (value) => {
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (typeof value === "string" && /^[ !#-[\]-~]*$/.test(value)) return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new NotRead("A document holds another kind of value.");
  const keys = Object.keys(value).sort();
  if (!keys.every((key) => /^[a-z0-9_-]+$/.test(key))) throw new NotRead("A key is no key.");
  return `{${keys.map((key) => `"${key}":${canonical(value[key])}`).join(",")}}`;
};

const documentIn = (files, name) => {
  const text = new TextDecoder("ascii").decode(files.get(name));
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotRead(`${name} is no JSON.`);
  }
  if (value === null || typeof value !== "object" || canonical(value) !== text) {
    throw new NotRead(`${name} is not written as it has to be.`);
  }
  return value;
};

// Hashes, as hexadecimal digits.

const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const isHash = (value) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
const hashOf = async (bytes) => hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
const hashOfText = (text) => hashOf(new TextEncoder().encode(text));
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

const rootBy = async (card, proof) => {
  let found = await hashOf(joined([0], new TextEncoder().encode(canonical(card))));
  for (const step of Array.isArray(proof) ? proof : [null]) {
    if (!Array.isArray(step) || step.length !== 2 || !isHash(step[1])) return null;
    const [side, other] = step;
    if (side !== "left" && side !== "right") return null;
    const pair = side === "left" ? [other, found] : [found, other];
    found = await hashOf(joined([1], ...pair.map(bytesOf)));
  }
  return found;
};

// The number of the first link that does not follow the one before it, or is not published; else 0.
const brokenLink = async (months, published) => {
  let previous = FIRST_PREVIOUS;
  for (const [place, month] of months.entries()) {
    if (month?.previous !== previous || month.sequence !== place + 1) return place + 1;
    previous = await hashOfText(canonical(month));
    if (published[published.length - 1 - place]?.head !== previous) return place + 1;
  }
  return 0;
};

const point = (holds, whenItHolds, whenNot) => ({ holds, text: holds ? whenItHolds : whenNot });

const pointOfFile = (name, hash, wanted, what) =>
  point(isHash(wanted) && hash === wanted, `${name} is ${what}.`, `${name} is not ${what}.`);

const chainWords = (count) =>
  count === 1 ? "The chain begins with this month." : `The chain holds from number 1 to ${count}.`;

const checked = async (files, published) => {
  const month = documentIn(files, "month.json");
  const chain = documentIn(files, "chain.json");
  const { card = null, proof } = documentIn(files, "proof.json");
  const hashes = {};
  for (const [name, bytes] of files) hashes[name] = await hashOf(bytes);
  const head = hashes["month.json"];
  const link = published.find((each) => each.head === head);
  const months = [...(Array.isArray(chain.months) ? chain.months : [null]), month];
  const broken = await brokenLink(months, published);
  const leads = isHash(month.root) && (await rootBy(card, proof)) === month.root;
  const points = [
    point(Boolean(link), `The head is published: ${link?.title}.`, "No such head is published."),
    point(!broken, chainWords(months.length), `The chain breaks at its number ${broken}.`),
    pointOfFile("shared.json", hashes["shared.json"], month.shared, "the file that was closed for all"),
    pointOfFile("client.json", hashes["client.json"], card?.part, "the file that was closed for you"),
    point(leads, "Your part is in the whole: its way leads to the root.", "The way of your part does not lead to the root."),
  ];
  if (hashes["verify.py"]) {
    points.push(pointOfFile("verify.py", hashes["verify.py"], month.engine, "the verifier that the month names"));
  }
  return { head, points };
};

// The page.

const section = document.querySelector("[data-check]");
const input = section.querySelector("input");
const result = section.querySelector("[data-result]");
const published = JSON.parse(document.getElementById("heads").textContent);

const fromTemplate = (name, text) => {
  const copy = document.getElementById(name).content.cloneNode(true);
  copy.querySelector("[data-text]").textContent = text;
  return copy;
};

const show = ({ head, points }) => {
  const broken = points.filter((point) => !point.holds).length;
  const verb = broken === 1 ? "does" : "do";
  const words = broken ? `${broken} of ${points.length} ${verb} not hold.` : `All ${points.length} hold.`;
  const list = document.createElement("ul");
  list.className = "check-points";
  list.append(...points.map(({ text, holds }) => fromTemplate(holds ? "holds" : "fails", text)));
  result.replaceChildren(fromTemplate(broken ? "all-fail" : "all-hold", words), list, fromTemplate("own-head", head));
};

const check = async (file) => {
  result.replaceChildren(fromTemplate("reading", file.name));
  try {
    if (file.size > MOST_BYTES) throw new NotRead("The file is too large.");
    const files = await filesIn(new Uint8Array(await file.arrayBuffer()));
    show(await checked(files, published));
  } catch (error) {
    const words = error instanceof NotRead ? error.message : "The zip file is damaged.";
    result.replaceChildren(fromTemplate("all-fail", `Not checked. ${words}`));
  }
};

if (window.DecompressionStream && window.crypto?.subtle) {
  section.hidden = false;
  input.addEventListener("change", () => input.files.length && check(input.files[0]));
  const zone = section.querySelector("[data-drop]");
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("drop-over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) check(event.dataTransfer.files[0]);
    });
  }
}
