// Passkeys: the server says what to ask, the browser asks its authenticator, and the answer is sent with an
// ordinary form. Where a browser cannot, the form stays hidden and everything else works.
"use strict";
const able = "credentials" in navigator && typeof PublicKeyCredential === "function" &&
  "parseCreationOptionsFromJSON" in PublicKeyCredential;
const ask = {
  create: (options) => navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey),
  }),
  get: (options) => navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey),
  }),
};

async function fill(form) {
  const body = new URLSearchParams({ form: form.elements.form.value });
  const begun = await fetch(form.dataset.begin, { method: "POST", body });
  if (!begun.ok) throw new Error(`${begun.status}`);
  const { ceremony, options } = await begun.json();
  const credential = await ask[form.dataset.passkey](options);
  form.elements.ceremony.value = ceremony;
  form.elements.credential.value = JSON.stringify(credential.toJSON());
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!able) continue;
  form.hidden = false;
  for (const other of document.querySelectorAll("[data-no-passkey]")) other.hidden = true;
  const wrong = form.querySelector("[role=alert]");
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    wrong.hidden = true;
    button.disabled = true;
    try {
      await fill(form);
      form.submit();
    } catch {
      wrong.hidden = false;
      button.disabled = false;
      button.focus();
    }
  });
}
