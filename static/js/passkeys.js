// Passkeys: the browser makes one, or answers with one, and the form carries it to the server.
"use strict";

const fromBase64 = (given) =>
  Uint8Array.from(atob(given.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const toBase64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const described = (rows = []) => rows.map((row) => ({ ...row, id: fromBase64(row.id) }));

async function make({ publicKey }) {
  const { id, rawId, type, response } = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: fromBase64(publicKey.challenge),
      user: { ...publicKey.user, id: fromBase64(publicKey.user.id) },
      excludeCredentials: described(publicKey.excludeCredentials),
    },
  });
  return {
    id, type, rawId: toBase64(rawId),
    response: {
      clientDataJSON: toBase64(response.clientDataJSON),
      attestationObject: toBase64(response.attestationObject),
    },
  };
}

async function answer({ publicKey }) {
  const { id, rawId, type, response } = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: fromBase64(publicKey.challenge),
      allowCredentials: described(publicKey.allowCredentials),
    },
  });
  return {
    id, type, rawId: toBase64(rawId), clientExtensionResults: {},
    response: {
      clientDataJSON: toBase64(response.clientDataJSON),
      authenticatorData: toBase64(response.authenticatorData),
      signature: toBase64(response.signature),
      userHandle: response.userHandle && toBase64(response.userHandle),
    },
  };
}

function options(form) {
  return JSON.parse(document.getElementById(form.dataset.options).textContent);
}

async function optionsToSignIn(form) {
  const got = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!got.ok) throw new Error(`The server answered ${got.status}.`);
  return got.json();
}

const WAYS = {
  create: async (form) => make(options(form).creation_options),
  get: async (form) => answer(options(form).request_options),
  "sign-in": async (form) => answer((await optionsToSignIn(form)).request_options),
};

const REASONS = {
  InvalidStateError: "This device has a passkey for you already.",
  NotAllowedError: "The passkey was not used: it was cancelled, or took too long. Try again.",
  SecurityError: "Browsers refuse passkeys at this address. It must be a name, with https.",
};

for (const form of document.querySelectorAll("[data-passkey]")) {
  const button = form.querySelector("button[type=submit]");
  if (!button || !window.PublicKeyCredential) continue;
  const problem = form.querySelector("[data-passkey-error]");
  button.hidden = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await WAYS[form.dataset.passkey](form));
      form.submit();
    } catch (error) {
      problem.textContent = REASONS[error.name] || "That did not work. Try again in a minute.";
      problem.hidden = false;
      button.disabled = false;
    }
  });
}
