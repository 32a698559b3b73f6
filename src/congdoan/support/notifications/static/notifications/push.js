/* Subscribes this browser to notifications, after the person's click and the browser's question. */

const form = document.querySelector("form[data-push-key]");
const button = form?.querySelector("[data-push]");

function bytes(text) {
  const base = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base + "=".repeat((4 - (base.length % 4)) % 4)), (one) => one.charCodeAt(0));
}

function deviceName() {
  const data = navigator.userAgentData;
  const brand = data?.brands?.find((one) => !/not.a.brand|chromium/i.test(one.brand))?.brand;
  return [brand, data?.platform || navigator.platform].filter(Boolean).join(" · ").slice(0, 80);
}

function refuse() {
  const said = form.querySelector("[data-push-said]");
  said.textContent = form.dataset.refused;
  said.hidden = false;
}

if (button && "serviceWorker" in navigator && "PushManager" in window) {
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") return refuse();
      const worker = await navigator.serviceWorker.ready;
      const old = await worker.pushManager.getSubscription();
      await old?.unsubscribe();
      const made = await worker.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: bytes(form.dataset.pushKey),
      });
      const { endpoint, keys } = made.toJSON();
      form.elements.endpoint.value = endpoint;
      form.elements.p256dh.value = keys.p256dh;
      form.elements.auth.value = keys.auth;
      form.elements.label.value = deviceName();
      form.submit();
    } catch {
      refuse();
    }
  });
} else if (form) {
  refuse();
}
