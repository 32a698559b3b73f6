/* Behaviours of the frame. Every one of them improves something that works without it. */

const TYPING = "input, textarea, select, [contenteditable]";

// Menus are <details>: close them on Escape, on a click elsewhere, when another opens.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
document.addEventListener("focusin", (event) => closeMenus(event.target.closest("details[data-menu]")));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = event.target.closest?.("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    const drawer = document.getElementById("nav-open");
    if (drawer?.checked) {
      drawer.checked = false;
      drawer.focus();
    }
  }
  if (event.key === "/" && !event.ctrlKey && !event.altKey && !event.metaKey && !event.target.closest(TYPING)) {
    const box = document.querySelector("[data-search-key]");
    if (box?.offsetParent) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// htmx: an answer that is the sign-in page means the session ended; load the page as a whole then.
document.addEventListener("htmx:beforeSwap", (event) => {
  const signIn = document.documentElement.dataset.signIn;
  const address = event.detail.xhr.responseURL;
  if (signIn && address && new URL(address).pathname === signIn) {
    event.detail.shouldSwap = false;
    window.location.reload();
  }
});

// A refused part (403, 404, 409, 500) shows its page instead of nothing happening.
document.addEventListener("htmx:responseError", (event) => {
  const main = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html").querySelector(".refusal-sentence");
  const place = document.getElementById("messages");
  if (!place) return;
  const note = document.createElement("div");
  note.className = "note note-error";
  note.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = main?.textContent.trim() || `${event.detail.xhr.status} ${event.detail.xhr.statusText}`;
  note.append(text);
  place.append(note);
  note.scrollIntoView({ block: "nearest" });
});

// On a narrow screen the tabs scroll: bring the current one into sight.
for (const tab of document.querySelectorAll(".tabs a[aria-current]")) {
  const bar = tab.closest(".tabs");
  const [own, all] = [tab.getBoundingClientRect(), bar.getBoundingClientRect()];
  bar.scrollLeft += own.left - all.left - (all.width - own.width) / 2;
}
