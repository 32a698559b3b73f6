/*
 * What is written while there is no line waits on the phone and leaves when the line is back.
 *
 * Only on devices where the person allowed keeping pages, only of who is signed in, gone when they
 * sign out. A form takes part by ``data-offline="what it is"``: sent without a line it is kept with
 * its own token (``once``), so that the server takes it once however often it is sent. Others (the
 * editor) keep and drop by events: ``outbox:keep`` {key, url, title, fields}, ``outbox:drop`` {key}.
 * Chosen files wait with the words, up to MOST on one device; large ones leave in parts (files/parts.js
 * does the same on an open page): what has arrived stays, and a line lost again costs one part.
 *
 * An entry goes: waiting -> taken (gone) | refused, conflict (stays, with what the server said).
 */

const root = document.documentElement;
// In a support session the pages are another person's: nothing is kept of them, nothing sent.
const user = "helping" in root.dataset ? "" : (root.dataset.user ?? "");
const say = (vi, en) => (root.lang === "vi" ? vi : en);
const NEVER = new Set(["csrfmiddlewaretoken"]);
const LONGEST = 30 * 24 * 3600 * 1000;
const AGAIN = 30000;
const ACCOUNT = "/tai-khoan/";
//: What all waiting files may weigh together: a phone keeps it without asking.
const MOST = 60 * 1048576;
const mega = (bytes) => `${(bytes / 1048576).toLocaleString(root.lang, { maximumFractionDigits: 1 })} MB`;
const weight = (files = []) => files.reduce((sum, one) => sum + one.file.size, 0);

const done = (request) =>
  new Promise((answer, fail) => {
    request.onsuccess = () => answer(request.result);
    request.onerror = () => fail(request.error);
  });

let opened;
function store(mode) {
  opened ??= new Promise((answer, fail) => {
    const request = indexedDB.open("congdoan-outbox", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "key" });
    request.onsuccess = () => answer(request.result);
    request.onerror = () => fail(request.error);
  });
  return opened.then((base) => base.transaction("entries", mode).objectStore("entries"));
}

const put = async (entry) => done((await store("readwrite")).put(entry));
const get = async (key) => done((await store("readonly")).get(key));
const drop = async (key) => done((await store("readwrite")).delete(key));
const clear = async () => done((await store("readwrite")).clear());

async function entries() {
  const all = await done((await store("readonly")).getAll());
  const own = all.filter((one) => one.user === user && Date.now() - one.at < LONGEST);
  // Somebody else's, on a shared device, or forgotten for a month: it does not stay.
  if (user) await Promise.all(all.filter((one) => !own.includes(one)).map((one) => drop(one.key)));
  return own.sort((one, other) => one.at - other.at);
}

async function allowed() {
  if (!user || !("caches" in window)) return false;
  return Boolean(await (await caches.open("settings-1")).match("/keep"));
}

async function keep({ key, url, title, fields, files = [] }) {
  if (!(await allowed())) return false;
  const before = await get(key);
  // What met another's words stays as it is until the person decides.
  const state = before?.state === "conflict" ? "conflict" : "waiting";
  await put({ said: before?.said ?? "", ...before, key, url, title, fields, files, user, at: Date.now(), page: location.pathname, state });
  await show();
  return true;
}

// Sending ------------------------------------------------------------------------------------

const csrf = () => {
  try {
    return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
  } catch {
    return "";
  }
};

class Refused extends Error {}

// A large file goes ahead in parts: the server knows it by its mark and says where to go on.
async function ahead({ file, begin, purpose, part }) {
  const ask = async (address, body, headers = {}) => {
    const answer = await fetch(address, { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": csrf(), ...headers } });
    if (answer.redirected || [401, 403, 408, 429].includes(answer.status) || answer.status >= 500) throw new Error("later");
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 400 && !said.sentence) throw new Error("later"); // cut off on the way
    if (!answer.ok && answer.status !== 409) throw new Refused(said.sentence ?? say("Máy chủ không nhận tệp này.", "The server did not take this file."));
    return said;
  };
  const mark = `${file.lastModified}|${file.name}`.slice(0, 70);
  let state = await ask(begin, new URLSearchParams({ purpose, name: file.name, size: file.size, mark }));
  while (!state.whole) {
    const before = state.received;
    const piece = file.slice(before, before + part);
    state = await ask(`${begin}${state.id}/?start=${before}`, piece, { "Content-Type": "application/octet-stream" });
    if (state.received === before && !state.whole) throw new Error("later");
  }
  return state.id;
}

async function withFiles(body, files = []) {
  for (const one of files) {
    if (one.begin && one.file.size > one.part) body.append(`${one.name}_parts`, await ahead(one));
    else body.append(one.name, one.file, one.file.name);
  }
}

// What the server answers, in one word: taken, wait (no line, no session, a fault), refused, conflict.
async function post(entry) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  try {
    await withFiles(body, entry.files);
  } catch (problem) {
    if (problem instanceof Refused) return ["refused", problem.message];
    throw problem;
  }
  const answer = await fetch(entry.url, { method: "POST", body, credentials: "same-origin", headers: { "X-CSRFToken": csrf() } });
  // Sent to sign in, to a second factor, to a new password: nobody took it yet.
  const there = new URL(answer.url).pathname;
  if (answer.status >= 500 || answer.status === 429 || there.startsWith(ACCOUNT)) return ["wait", ""];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const heard = page.querySelector("[data-conflict] p, .note-error p, [data-errors] li, .field-error:not([hidden])");
  const said = heard?.textContent.trim() ?? "";
  if (answer.ok && !page.querySelector("#messages .note-error")) return ["taken", "", page];
  if (answer.status === 403 && !said) return ["wait", ""];
  if (answer.status === 409) return ["conflict", said, page];
  return ["refused", said || say("Máy chủ không nhận nội dung này.", "The server did not take this.")];
}

async function send(entry) {
  // A page that is open and busy with the same words sends them itself.
  const asked = new CustomEvent("outbox:sending", { detail: entry, cancelable: true });
  if (!document.dispatchEvent(asked)) return true;
  const [word, said, page] = await post(entry);
  if (word === "wait") return false;
  if (word === "taken") {
    await drop(entry.key);
    document.dispatchEvent(new CustomEvent("outbox:taken", { detail: entry }));
    tell(say(`Đã gửi: ${entry.title}`, `Sent: ${entry.title}`), "success");
    return true;
  }
  const over = page?.querySelector("[data-over]")?.dataset.over ?? "";
  await put({ ...entry, state: word, said, over });
  return true;
}

let timer = 0;
async function sendAll() {
  clearTimeout(timer);
  if (!user || !navigator.onLine) return;
  // One tab at a time: the others find nothing left.
  await navigator.locks.request("congdoan-outbox", { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    for (const entry of (await entries()).filter((one) => one.state === "waiting")) {
      try {
        if (!(await send(entry))) throw new Error("later");
      } catch {
        timer = setTimeout(sendAll, AGAIN);
        break;
      }
    }
  });
  await show();
}

// Showing ------------------------------------------------------------------------------------

function tell(text, tone) {
  const note = document.createElement("div");
  note.className = `note note-${tone}`;
  note.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = text;
  note.append(words);
  document.getElementById("messages")?.append(note);
}

function button(label, act, tone = "outline-primary") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn btn-sm btn-${tone}`;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

const STATES = {
  waiting: () => say("chưa gửi; tự gửi khi có mạng", "not sent; leaves when the line is back"),
  refused: () => say("chưa gửi được", "not taken"),
  conflict: () => say("chưa gửi: nội dung đã có người khác sửa", "not sent: somebody else changed it"),
};

function drawn(entry) {
  const line = document.createElement("li");
  line.dataset.outboxEntry = entry.state;
  const name = document.createElement("strong");
  name.textContent = entry.title;
  const state = document.createElement("span");
  state.className = "text-secondary";
  state.textContent = ` · ${new Date(entry.at).toLocaleString(root.lang, { timeStyle: "short", dateStyle: "short" })} · ${STATES[entry.state]()}`;
  line.append(name, state);
  if (entry.said) {
    const said = document.createElement("p");
    said.textContent = entry.said;
    line.append(said);
  }
  if (entry.files?.length) {
    const list = document.createElement("p");
    list.dataset.outboxFiles = "";
    list.textContent = say("Kèm tệp: ", "With: ") + entry.files.map((one) => `${one.file.name} (${mega(one.file.size)})`).join(", ");
    line.append(list);
  }
  const words = entry.fields.filter(([field, value]) => typeof value === "string" && value && !/^(once|revision|new-kind|kind-|act$|block)/.test(field));
  if (words.length) {
    const more = document.createElement("details");
    const head = document.createElement("summary");
    head.textContent = say("Nội dung của bạn", "What you wrote");
    const text = document.createElement("pre");
    text.className = "outbox-words";
    text.textContent = words.map(([, value]) => value).join("\n");
    more.append(head, text);
    line.append(more);
  }
  const bar = document.createElement("p");
  bar.className = "outbox-bar";
  if (entry.state === "conflict") {
    const there = document.createElement("a");
    there.className = "btn btn-sm btn-outline-primary";
    there.href = entry.page;
    there.textContent = say("Xem bản trên máy chủ", "See what is on the server");
    bar.append(there);
    if (entry.over) bar.append(button(say("Lưu đè bằng bản của tôi", "Save mine over it"), () => over(entry)));
  } else {
    bar.append(button(say("Gửi ngay", "Send now"), () => again(entry)));
  }
  bar.append(button(say("Bỏ", "Discard"), () => drop(entry.key).then(show), "link"));
  line.append(bar);
  return line;
}

async function again(entry) {
  await put({ ...entry, state: "waiting", said: "" });
  await sendAll();
}

async function over(entry) {
  const fields = entry.fields.map(([name, value]) => [name, name === "revision" ? entry.over : value]);
  await again({ ...entry, fields });
}

let waiting = 0;
async function show() {
  const all = user ? await entries() : [];
  waiting = all.length;
  let box = document.querySelector("[data-outbox]");
  if (!all.length) {
    box?.remove();
    return;
  }
  if (!box) {
    box = document.createElement("section");
    box.className = "panel";
    box.dataset.outbox = "";
    const place = document.getElementById("messages");
    if (!place) return;
    place.before(box);
  }
  const head = document.createElement("h2");
  head.textContent = say(`Chưa gửi (${all.length})`, `Not sent (${all.length})`);
  const list = document.createElement("ul");
  list.className = "hit-list";
  list.append(...all.map(drawn));
  box.setAttribute("aria-label", head.textContent);
  box.replaceChildren(head, list);
}

// Taking -------------------------------------------------------------------------------------

const fieldsOf = (form) => [...new FormData(form)].filter(([name, value]) => !NEVER.has(name) && typeof value === "string");

const filesOf = (form) =>
  [...form.querySelectorAll("input[type=file]")].flatMap((box) =>
    [...box.files].map((file) => ({ name: box.name, file, begin: box.dataset.begin ?? "", purpose: box.dataset.purpose ?? "", part: Number(box.dataset.part) || Infinity })),
  );

// Whether the device keeps these files too; says why not, and the way out.
async function fits(files) {
  if (!files.length) return true;
  const others = (await entries()).reduce((sum, one) => sum + weight(one.files), 0);
  if (weight(files) + others <= MOST) return true;
  const [now, most] = [mega(weight(files) + others), mega(MOST)];
  tell(say(`Đang mất mạng nên chưa gửi được: các tệp chờ gửi nặng ${now}, máy này chỉ giữ được ${most}. Hãy bỏ bớt tệp rồi gửi, hoặc ở lại trang này và gửi lại khi có mạng.`, `No line, nothing was sent: the waiting files weigh ${now}, this device keeps ${most}. Send fewer files, or stay on this page and send again when the line is back.`), "warning");
  return false;
}

async function take(form) {
  const files = filesOf(form);
  if ((await allowed()) && !(await fits(files))) return;
  const once = form.elements.once?.value;
  const url = new URL(form.action, location.href).pathname;
  let kept = false;
  try {
    kept = once && (await keep({ key: `form:${once}`, url, title: form.dataset.offline, fields: fieldsOf(form), files }));
  } catch {
    tell(say("Đang mất mạng nên chưa gửi được: máy hết chỗ để giữ tệp. Hãy ở lại trang này và gửi lại khi có mạng.", "No line, nothing was sent: this device has no room for the file. Stay on this page and send again when the line is back."), "warning");
    return;
  }
  if (kept) {
    form.dispatchEvent(new Event("outbox:took"));
    // It waits here now: the next opening of the form begins empty.
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(`congdoan:draft:${location.pathname}|`)) sessionStorage.removeItem(key);
    form.querySelectorAll("button").forEach((one) => (one.disabled = true));
    tell(say("Đang mất mạng: nội dung nằm trên máy này và tự gửi khi có mạng.", "No line: what you wrote is kept on this device and leaves when the line is back."), "info");
  } else {
    tell(say("Đang mất mạng nên chưa gửi được; nội dung còn ở trang này. Muốn máy giữ và tự gửi, hãy bật “Đọc khi mất mạng” ở “Kênh nhận tin của tôi”.", "No line, nothing was sent; your words are still on this page. To have this device keep and send them, turn on “Reading without a line” at “My channels”."), "warning");
  }
}

if ("indexedDB" in window) {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.dataset.keep === "forget") {
        const go = say(`Còn ${waiting} nội dung chưa gửi; đăng xuất thì chúng bị xóa khỏi máy này. Vẫn đăng xuất?`, `${waiting} things were not sent; signing out deletes them from this device. Sign out?`);
        // Cleared in any case: another tab may have kept something that this one does not count.
        if (!waiting || window.confirm(go)) clear().catch(() => {});
        else {
          event.preventDefault();
          event.stopImmediatePropagation();
        }
      }
      if (!form.dataset.offline || navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      take(form);
    },
    true,
  );
  document.addEventListener(
    "change",
    (event) => {
      const box = event.target;
      if (!box.matches?.("[data-keep-pages]") || box.checked) return;
      const go = say(`Còn ${waiting} nội dung chưa gửi; tắt thì chúng bị xóa khỏi máy này. Vẫn tắt?`, `${waiting} things were not sent; turning this off deletes them from this device. Turn off?`);
      if (!waiting || window.confirm(go)) clear().then(show).catch(() => {});
      else {
        box.checked = true;
        event.stopImmediatePropagation();
      }
    },
    true,
  );
  document.addEventListener("outbox:keep", (event) => keep(event.detail).catch(() => {}));
  document.addEventListener("outbox:drop", (event) => drop(event.detail.key).then(show).catch(() => {}));
  window.addEventListener("online", sendAll);
  show()
    .then(sendAll)
    .catch(() => {
      // The browser keeps nothing (private mode): the pages work without it.
    });
}
