/* Registers the worker behind the pages; empties what it kept when the person signs out. */

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/sw.js").catch(() => {
    // The pages work without it.
  });

  // Straight to the caches: the worker may be asleep, and the form is leaving.
  const forget = () => caches.delete("pages-1");
  for (const form of document.querySelectorAll("form[data-keep=forget]")) {
    form.addEventListener("submit", forget);
  }
  // A page of nobody: whoever was signed in here is not any more.
  if (!document.documentElement.dataset.user && navigator.onLine) forget();

  const ask = async (word) => {
    const worker = (await navigator.serviceWorker.ready).active;
    const { port1, port2 } = new MessageChannel();
    return new Promise((answer) => {
      port1.onmessage = (event) => answer(event.data);
      worker.postMessage(word, [port2]);
    });
  };

  const box = document.querySelector("[data-keep-pages]");
  if (box) {
    box.closest("[hidden]")?.removeAttribute("hidden");
    ask("").then((allowed) => {
      box.checked = allowed;
      box.dataset.ready = "";
    });
    box.addEventListener("change", () => ask(box.checked ? "keep" : "keep-not"));
  }
}

// What is shown from the device while there is no line says so.
const said = document.querySelector("[data-offline-note]");
const show = () => {
  if (said) said.hidden = navigator.onLine;
};
window.addEventListener("online", show);
window.addEventListener("offline", show);
show();
