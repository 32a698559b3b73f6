/*
 * Keys of the device (WebAuthn): fills a form's "credential" and sends it.
 *
 * <form hidden data-passkey="get|create" data-options="id of JSON" or data-options-url="…"
 *       data-failed="sentence"> with a button[type=button], input[name=credential] and
 * [data-passkey-message]. The form shows itself only where keys work; without them the page's
 * other way (password, code) stands alone.
 *
 * <button type="button" hidden data-passkey-fill data-options="…" data-failed="…"> inside any other
 * form fills that form's "credential" after checking its required fields, then sends it.
 */

const toBytes = (text) => {
  const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64 + "=".repeat((4 - (base64.length % 4)) % 4)), (c) => c.charCodeAt(0));
};

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

const withIds = (list) => list?.map((one) => ({ ...one, id: toBytes(one.id) }));

/** Turn the server's JSON into what the browser's API takes. */
const readable = ({ publicKey }) => {
  const key = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: toBytes(key.user.id) };
  if (key.excludeCredentials) key.excludeCredentials = withIds(key.excludeCredentials);
  if (key.allowCredentials) key.allowCredentials = withIds(key.allowCredentials);
  return { publicKey: key };
};

/** Turn the browser's answer into JSON for the server. */
const sendable = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

const optionsOf = async (form) => {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return (await answer.json()).request_options;
};

const ask = async (form) => {
  const options = readable(await optionsOf(form));
  if (form.dataset.passkey !== "create") return navigator.credentials.get(options);
  const alone = form.elements.passwordless?.checked ?? false;
  options.publicKey.authenticatorSelection = {
    ...options.publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone ? { userVerification: "required" } : {}),
  };
  return navigator.credentials.create(options);
};

if (window.PublicKeyCredential && navigator.credentials) {
  document.querySelector("[data-passkey-missing]")?.remove();
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("button[type=button]");
    const message = form.querySelector("[data-passkey-message]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      button.click();
    });
    button.addEventListener("click", async () => {
      message.textContent = "";
      button.disabled = true;
      try {
        form.elements.credential.value = JSON.stringify(sendable(await ask(form)));
        form.submit();
      } catch {
        message.textContent = form.dataset.failed;
        button.disabled = false;
      }
    });
  }
  for (const button of document.querySelectorAll("[data-passkey-fill]")) {
    const form = button.form;
    const message = form.querySelector("[data-passkey-message]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (!form.reportValidity()) return;
      message.textContent = "";
      button.disabled = true;
      try {
        form.elements.credential.value = JSON.stringify(sendable(await ask(button)));
        form.submit();
      } catch {
        message.textContent = button.dataset.failed;
        button.disabled = false;
      }
    });
  }
}
