/*
 * The editor of drafts. The form saves without this file; with it: saving while typing, Enter for a
 * new block, Ctrl+Up/Down to move one, Ctrl+B and Ctrl+I for bold and italic, paste from Word, the printed page beside the text.
 */

const form = document.getElementById("draft");
const state = document.getElementById("draft-state");
const paper = document.querySelector("[data-paper]");
const blank = document.getElementById("block-template");
const vietnamese = document.documentElement.lang === "vi";
const say = (vi, en) => (vietnamese ? vi : en);
const WAIT = 1200;
// After Enter the next block is of the same kind, but a title is followed by words.
const NEXT = { article: "paragraph", chapter: "paragraph", heading: "paragraph", centred: "paragraph", signature: "paragraph" };
let timer = 0;
let busy = false;
let again = false;
let stopped = false;
let dirty = false;

function tell(text) {
  const note = document.createElement("p");
  note.className = "text-secondary";
  note.textContent = text;
  state.replaceChildren(note);
}

function later() {
  dirty = true;
  if (stopped) return;
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
}

async function save() {
  clearTimeout(timer);
  if (stopped) return;
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  dirty = false;
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "error" });
    state.innerHTML = await answer.text();
    if (answer.ok) {
      took();
      document.dispatchEvent(new CustomEvent("outbox:drop", { detail: { key: offline() } }));
    } else stopped = state.querySelector("[data-conflict]") !== null;
    if (!answer.ok) dirty = true;
  } catch {
    dirty = true;
    tell(say("Chưa lưu được (mất mạng hoặc hết phiên); nội dung vẫn còn trên trang này, đang thử lại.", "Could not save (no network or the session ended); your words are still on this page, trying again."));
    // Closed now, the page is lost: on a device that may keep it, the outbox sends it later.
    if (!navigator.onLine) document.dispatchEvent(new CustomEvent("outbox:keep", { detail: { key: offline(), url: form.dataset.autosave, title: document.querySelector("h1").textContent.trim(), fields: [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken") } }));
    timer = setTimeout(save, 5000);
  }
  busy = false;
  if (again) {
    again = false;
    save();
  }
}

const offline = () => `draft:${form.dataset.autosave}`;

function took() {
  const revision = state.querySelector("[data-revision]")?.dataset.revision;
  if (!revision) return;
  const changed = form.elements.revision.value !== revision;
  form.elements.revision.value = revision;
  for (const box of form.querySelectorAll("[data-block]")) {
    box.querySelector("[data-number]").textContent = state.querySelector(`[data-number-of="${box.dataset.block}"]`)?.textContent ?? "";
  }
  if (changed) print(revision);
}

async function print(revision) {
  if (!paper || getComputedStyle(paper).display === "none") return;
  const first = paper.dataset.paper;
  const answer = await fetch(`${first}?lan=${revision}`, { credentials: "same-origin" });
  if (!answer.ok) return;
  const pages = Math.min(Number(answer.headers.get("X-Pages") || 1), 10);
  paper.querySelector("img").src = URL.createObjectURL(await answer.blob());
  paper.querySelectorAll("img[data-more]").forEach((one) => one.remove());
  for (let page = 2; page <= pages; page += 1) {
    const image = document.createElement("img");
    image.dataset.more = page;
    image.loading = "lazy";
    image.alt = say(`Trang ${page} của bản in`, `Page ${page} in print`);
    image.src = `${first.replace("/1.png", `/${page}.png`)}?lan=${revision}`;
    paper.append(image);
  }
}

const identity = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const words = (box) => box.querySelector("textarea");
const boxes = () => [...form.querySelectorAll("[data-block]")];

function shape(box, kind) {
  box.className = `block block-${kind}`;
  box.dataset.kind = kind;
  box.querySelector("select").value = kind;
}

function grown(kind, text = "") {
  const id = identity();
  const holder = document.createElement("template");
  holder.innerHTML = blank.innerHTML.replaceAll(blank.content.querySelector("[data-block]").dataset.block, id);
  const box = holder.content.querySelector("[data-block]");
  shape(box, kind);
  words(box).value = text;
  return box;
}

function put(after, kind, text = "") {
  const box = grown(kind, text);
  form.querySelector("[data-empty]")?.remove();
  if (after) after.after(box);
  else form.querySelector("[data-blocks]").append(box);
  words(box).focus();
  words(box).setSelectionRange(0, 0);
  later();
  return box;
}

function move(box, step) {
  const all = boxes();
  const other = all[all.indexOf(box) + step];
  if (!other) return;
  if (step < 0) other.before(box);
  else other.after(box);
  later();
}

function remove(box) {
  const all = boxes();
  const next = all[all.indexOf(box) - 1] ?? all[all.indexOf(box) + 1];
  box.remove();
  if (next) words(next).focus();
  later();
}

// Bold is **so**, italic is __so__: the marks are put around what is chosen, or taken away.
function mark(field, sign) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const has = value.slice(start - sign.length, start) === sign && value.slice(end, end + sign.length) === sign;
  field.focus();
  if (has) {
    field.setRangeText(chosen, start - sign.length, end + sign.length, "select");
  } else {
    field.setRangeText(sign + chosen + sign, start, end, "end");
    field.setSelectionRange(start + sign.length, end + sign.length);
  }
  later();
}

const MARKS = { b: "**", i: "__" };
let last = null;

function keys(event) {
  const box = event.target.closest("[data-block]");
  if (!box || event.isComposing) return;
  if (event.ctrlKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    const focused = document.activeElement;
    move(box, event.key === "ArrowUp" ? -1 : 1);
    focused.focus();
    return;
  }
  if (!event.target.matches("textarea")) return;
  const kind = box.dataset.kind;
  const field = event.target;
  const sign = event.ctrlKey && !event.altKey && MARKS[event.key.toLowerCase()];
  if (sign) {
    event.preventDefault();
    mark(field, sign);
    return;
  }
  if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && kind !== "table" && kind !== "signature") {
    event.preventDefault();
    const rest = field.value.slice(field.selectionEnd);
    field.value = field.value.slice(0, field.selectionStart);
    put(box, NEXT[kind] ?? kind, rest.trimStart());
  } else if (event.key === "Backspace" && field.value === "" && boxes().length > 1) {
    event.preventDefault();
    remove(box);
  }
}

function clicked(event) {
  const style = event.target.closest("button[data-mark]");
  if (style) {
    event.preventDefault();
    if (last?.isConnected) mark(last, style.dataset.mark);
    return;
  }
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  const box = button.closest("[data-block]");
  event.preventDefault();
  if (button.dataset.act === "up") move(box, -1);
  else if (button.dataset.act === "down") move(box, 1);
  else if (button.dataset.act === "add") put(box, NEXT[box.dataset.kind] ?? box.dataset.kind);
  else if (button.dataset.act === "remove") remove(box);
  else if (button.dataset.act === "append") put(boxes().at(-1), form.elements["new-kind"].value);
  if (button.isConnected && button.dataset.act !== "add" && button.dataset.act !== "append") button.focus();
}

// Several paragraphs or a table from Word: the server cleans them and makes blocks of them.
async function pasted(event) {
  const box = event.target.closest?.("[data-block]");
  const html = event.clipboardData?.getData("text/html") ?? "";
  if (!box || (html.match(/<(?:p|li|tr|h[1-6])\b/gi) ?? []).length < 2) return;
  event.preventDefault();
  await save();
  if (stopped) return;
  const send = document.createElement("form");
  send.method = "post";
  send.action = `${form.dataset.paste}?sau=${box.dataset.block}`;
  for (const [name, value] of [["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["text", html]]) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    field.hidden = true;
    send.append(field);
  }
  document.body.append(send);
  dirty = false;
  send.submit();
}

if (form) {
  form.addEventListener("input", later);
  form.addEventListener("change", (event) => {
    if (event.target.matches("select[name^='kind-']")) shape(event.target.closest("[data-block]"), event.target.value);
    later();
  });
  form.querySelectorAll("button[data-mark]").forEach((one) => (one.hidden = false));
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-block] textarea")) last = event.target;
  });
  form.addEventListener("keydown", keys);
  form.addEventListener("click", clicked);
  form.addEventListener("paste", pasted);
  form.addEventListener("submit", () => {
    dirty = false;
    stopped = true;
    clearTimeout(timer);
  });
  state.addEventListener("click", (event) => {
    const over = event.target.closest("[data-over]");
    if (over) form.elements.revision.value = over.dataset.over;
  });
  document.addEventListener("outbox:sending", (event) => {
    if (event.detail.key !== offline() || !(dirty || busy)) return;
    event.preventDefault();
    save();
  });
  // What was written on this page before it was closed has just been saved from the phone.
  document.addEventListener("outbox:taken", (event) => {
    if (event.detail.key === offline() && !dirty && !busy) location.reload();
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
if (paper) print(new URL(paper.querySelector("img").src).searchParams.get("lan") ?? "");
