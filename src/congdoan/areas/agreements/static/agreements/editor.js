/*
 * The editor of an agreement's text. Saving while typing is htmx's work (hx-trigger on each form);
 * here: words that could not be saved (no network, a session that ended) stay in this tab and come back,
 * the caret for splitting, and boxes that grow.
 */

const vietnamese = document.documentElement.lang === "vi";
const say = (vi, en) => (vietnamese ? vi : en);
const PREFIX = "congdoan:clause:";
const forms = () => document.querySelectorAll("form[data-clause]");
const key = (form) => PREFIX + form.dataset.clause;
const words = (form) => ({ heading: form.elements.heading?.value ?? "", text: form.elements.text?.value ?? "", revision: form.elements.revision.value });

document.documentElement.classList.add("js");

function mark(form, text) {
  const place = form.querySelector(".clause-state");
  if (place.querySelector(".conflict")) return;
  const note = document.createElement("p");
  note.className = "unsaved";
  note.textContent = text;
  place.replaceChildren(note);
}

function grow(box) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-clause]");
  if (!form) return;
  if (event.target.matches("textarea")) grow(event.target);
  try {
    sessionStorage.setItem(key(form), JSON.stringify(words(form)));
  } catch {
    // The browser keeps nothing: saving goes on all the same.
  }
  mark(form, say("Chưa lưu…", "Not saved yet…"));
});

// What is on its way to the server; words typed since then are not saved by its answer.
const asked = new WeakMap();
const same = (one, other) => one.heading === other.heading && one.text === other.text;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches?.("form[data-clause]")) asked.set(event.target, words(event.target));
});
document.addEventListener("htmx:afterSwap", (event) => {
  const form = event.target.closest?.("form[data-clause]");
  if (!form || !event.target.querySelector("[data-saved]")) return;
  const sent = asked.get(form);
  if (!sent || same(sent, words(form))) return sessionStorage.removeItem(key(form));
  sessionStorage.setItem(key(form), JSON.stringify(words(form)));
  mark(form, say("Chưa lưu…", "Not saved yet…"));
});
for (const kind of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form[data-clause]");
    if (form) mark(form, say("Chưa lưu được; nội dung vẫn được giữ trên máy này.", "Could not save; your words are kept on this machine."));
  });
}

// The caret is told to the server, which splits there. The words are kept until the page is back
// with a later revision: the session may have ended.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-clause]")) return;
  if (form.elements.text) form.elements.caret.value = form.elements.text.selectionStart;
  const kept = sessionStorage.getItem(key(form));
  if (kept) sessionStorage.setItem(key(form), JSON.stringify({ ...JSON.parse(kept), sent: true }));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-take-theirs]");
  if (link) sessionStorage.removeItem(key(link.closest("form")));
});

// Words that were not saved when the page was left (a session that ended) come back.
for (const form of forms()) {
  form.querySelectorAll("textarea").forEach(grow);
  const kept = sessionStorage.getItem(key(form));
  if (!kept) continue;
  const { heading, text, revision, sent } = JSON.parse(kept);
  const now = words(form);
  if (same(now, { heading, text }) || (sent && Number(now.revision) > Number(revision))) {
    sessionStorage.removeItem(key(form));
    continue;
  }
  if (form.elements.heading) form.elements.heading.value = heading;
  if (form.elements.text) form.elements.text.value = text;
  form.elements.revision.value = revision;
  mark(form, say("Đã khôi phục nội dung bạn gõ mà chưa lưu; đang lưu lại…", "What you typed and was not saved is back; saving…"));
  // htmx looks at the page when it is whole; before that nobody hears.
  window.addEventListener("load", () => form.dispatchEvent(new Event("autosave")));
}
