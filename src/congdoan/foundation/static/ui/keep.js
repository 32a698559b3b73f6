/*
 * Nothing typed is lost.
 *
 * What is typed into a form that is sent by POST is kept in this tab (sessionStorage: it ends with the
 * tab, nobody else on a shared machine sees it) until the form has been taken. When the session
 * ended, the form was refused or the page was left by mistake, the next opening of the same form
 * brings the text back and says so. Never kept: passwords, files, hidden fields, one-time codes.
 *
 * A draft goes through: typing -> sent -> (a page that is neither a sign-in nor a refusal) gone.
 */

const PREFIX = "congdoan:draft:";
const root = document.documentElement;
const user = root.dataset.user ?? "";
const say = (vi, en) => (root.lang === "vi" ? vi : en);
const NEVER = "[type=password], [type=file], [type=hidden], [type=submit], [type=button], [autocomplete=one-time-code], [data-keep=off]";

const drafts = {
  all() {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  },
  read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, draft) {
    try {
      sessionStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // The browser keeps nothing (private mode, full): the form still works.
    }
  },
};

const kept = (form) => form.method === "post" && !form.dataset.keep && !form.querySelector("[type=password]");
const forms = () => [...document.forms].filter(kept);
const keyOf = (form) => {
  const action = new URL(form.action, location.href).pathname;
  const twins = forms().filter((other) => new URL(other.action, location.href).pathname === action);
  return `${PREFIX}${location.pathname}|${action}|${form.id || twins.indexOf(form)}`;
};
const boxes = (form) => [...form.elements].filter((box) => box.name && box.matches("input, textarea, select") && !box.matches(NEVER));

function valuesOf(form) {
  const values = {};
  for (const box of boxes(form)) {
    const list = (values[box.name] ??= []);
    if (box.type === "checkbox" || box.type === "radio") list.push([box.value, box.checked]);
    else if (box.type === "select-multiple") list.push([...box.selectedOptions].map((option) => option.value));
    else list.push(box.value);
  }
  return values;
}

function fill(form, values) {
  const places = {};
  for (const box of boxes(form)) {
    const index = (places[box.name] = (places[box.name] ?? -1) + 1);
    const value = values[box.name]?.[index];
    if (value === undefined) continue;
    if (box.type === "checkbox" || box.type === "radio") {
      if (value[0] === box.value) box.checked = value[1];
    } else if (box.type === "select-multiple") {
      for (const option of box.options) option.selected = value.includes(option.value);
    } else box.value = value;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function announce(form, draft, key, before) {
  const time = new Date(draft.at).toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" });
  const note = document.createElement("div");
  note.className = "note note-info";
  note.setAttribute("role", "status");
  note.dataset.restored = "";
  const text = document.createElement("p");
  text.textContent = say(
    `Đã khôi phục nội dung bạn nhập lúc ${time} mà chưa lưu được. Hãy xem lại rồi gửi.`,
    `What you typed at ${time} and was not saved is back. Check it and send it.`,
  );
  if (draft.files) text.textContent += say(" Tệp đính kèm cần chọn lại.", " Choose the file again.");
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-sm btn-outline-primary";
  drop.textContent = say("Bỏ nội dung này", "Discard it");
  drop.addEventListener("click", () => {
    fill(form, before);
    sessionStorage.removeItem(key);
    note.remove();
  });
  note.append(text, drop);
  form.prepend(note);
}

function restore() {
  for (const form of forms()) {
    const key = keyOf(form);
    const draft = drafts.read(key);
    const before = valuesOf(form);
    if (!draft) continue;
    // A page that came back with errors carries what was typed already.
    if (form.querySelector("[aria-invalid=true]") || JSON.stringify(draft.values) === JSON.stringify(before)) continue;
    fill(form, draft.values);
    announce(form, draft, key, before);
  }
}

function settle() {
  const stopped = !user || document.querySelector("[data-refused]") !== null;
  for (const key of drafts.all()) {
    const draft = drafts.read(key);
    if (!draft || (user && draft.user && draft.user !== user)) sessionStorage.removeItem(key);
    else if (draft.sent && stopped) drafts.write(key, { ...draft, sent: false });
    else if (draft.sent && !document.querySelector("[aria-invalid=true], [data-errors]")) sessionStorage.removeItem(key);
  }
}

let timer = 0;
function keep(form, sent) {
  const files = [...form.elements].some((box) => box.type === "file" && box.files.length > 0);
  drafts.write(keyOf(form), { user, at: Date.now(), sent, files, values: valuesOf(form) });
}
document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form || !kept(form) || event.target.matches(NEVER)) return;
  clearTimeout(timer);
  timer = setTimeout(() => keep(form, false), 250);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  clearTimeout(timer);
  if (form.dataset.keep === "forget") drafts.all().forEach((key) => sessionStorage.removeItem(key));
  else if (kept(form) && boxes(form).length && !event.defaultPrevented) keep(form, true);
});

// A form that saves itself says when all it held has been taken.
document.addEventListener("congdoan:saved", (event) => {
  const form = event.target.closest?.("form");
  if (!form || !kept(form)) return;
  clearTimeout(timer);
  sessionStorage.removeItem(keyOf(form));
});

settle();
if (user) restore();
