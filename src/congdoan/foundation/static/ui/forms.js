/* Forms: guard against a second submit, the device's calendar, file limits, suggestions. */

const VIETNAMESE = document.documentElement.lang === "vi";
const say = (vi, en) => (VIETNAMESE ? vi : en);

// --- a form is sent once -------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  // After this turn, so that the pressed button's own name and value are still sent.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) button.disabled = true;
  });
  // An answer that is a file leaves the page standing; the server's own guard (once) stays.
  setTimeout(() => release(form), 15000);
});
// What saves itself is silent once the form has been sent.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt?.matches?.("form[data-autosave][data-sent]")) event.preventDefault();
});
function release(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) button.disabled = false;
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt?.closest?.("form[data-sent]");
  if (form) release(form);
});

// --- what the browser itself refuses, in the language of the page --------------------------

document.addEventListener(
  "invalid",
  ({ target: box }) => {
    if (box.validity.customError) return;
    const told = box.validity.valueMissing
      ? box.matches("input[type=checkbox], input[type=radio], select, input[type=file]")
        ? say("Hãy chọn ở đây.", "Please choose here.")
        : say("Hãy điền vào ô này.", "Please fill in this field.")
      : "";
    if (!told) return;
    box.setCustomValidity(told);
    const clear = () => box.setCustomValidity("");
    for (const kind of ["input", "change"]) box.form?.addEventListener(kind, clear, { once: true });
  },
  true,
);

// --- dates ---------------------------------------------------------------------------------

const iso = (text) => {
  const parts = /^(\d{1,2})\D?(\d{1,2})\D?(\d{4})$/.exec(text.trim());
  return parts ? `${parts[3]}-${parts[2].padStart(2, "0")}-${parts[1].padStart(2, "0")}` : "";
};

function addCalendar(box) {
  if (box.dataset.date || !("showPicker" in HTMLInputElement.prototype)) return;
  box.dataset.date = "1";
  const frame = document.createElement("span");
  frame.className = "date-box";
  box.replaceWith(frame);
  const native = document.createElement("input");
  native.type = "date";
  native.tabIndex = -1;
  native.setAttribute("aria-hidden", "true");
  native.className = "date-native";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "date-button";
  const label = document.querySelector(`label[for="${CSS.escape(box.id)}"]`)?.textContent.trim() ?? "";
  button.setAttribute("aria-label", `${say("Chọn ngày", "Choose a day")}: ${label}`);
  const sprite = document.querySelector(".icon use")?.getAttribute("href")?.split("#")[0];
  if (sprite) button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${sprite}#calendar3"></use></svg>`;
  else button.textContent = "…";
  button.addEventListener("click", () => {
    native.value = iso(box.value);
    native.showPicker();
  });
  native.addEventListener("change", () => {
    if (!native.value) return;
    box.value = native.value.split("-").reverse().join("/");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
  frame.append(box, native, button);
}

// 09112023 becomes 09/11/2023 when the box is left.
document.addEventListener("focusout", (event) => {
  const box = event.target;
  if (!box.matches?.("input[data-date]")) return;
  const day = iso(box.value);
  if (day) box.value = day.split("-").reverse().join("/");
});

// --- files ---------------------------------------------------------------------------------

// The browser writes its own button in its own language; ours speaks that of the page.
function dressFile(box) {
  if (box.dataset.dressed) return;
  box.dataset.dressed = "yes";
  const button = document.createElement("span");
  button.className = "btn btn-outline-primary file-choose";
  button.textContent = box.dataset.choose;
  const name = document.createElement("span");
  name.className = "file-name";
  name.textContent = box.dataset.none;
  const face = document.createElement("label");
  face.className = "file-face";
  face.htmlFor = box.id;
  face.setAttribute("aria-hidden", "true");
  face.append(button, name);
  box.classList.add("visually-hidden");
  box.after(face);
  box.addEventListener("change", () => {
    name.textContent = [...box.files].map((file) => file.name).join(", ") || box.dataset.none;
  });
}
const dressFiles = (root) => root.querySelectorAll("input[type=file][data-choose]").forEach(dressFile);

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches?.("input[type=file][data-limit]")) return;
  const limit = Number(box.dataset.limit);
  const heavy = [...box.files].find((file) => file.size > limit);
  const mega = (bytes) => `${(bytes / 1048576).toLocaleString(VIETNAMESE ? "vi" : "en", { maximumFractionDigits: 1 })} MB`;
  box.setCustomValidity(
    heavy
      ? say(
          `Tệp ${heavy.name} nặng ${mega(heavy.size)}, vượt giới hạn ${mega(limit)}.`,
          `${heavy.name} is ${mega(heavy.size)}, more than the limit of ${mega(limit)}.`,
        )
      : "",
  );
  box.reportValidity();
});

// --- picking by a part of the name ---------------------------------------------------------

let lists = 0;
function addSuggestions(box) {
  if (box.getAttribute("list")) return;
  const list = document.createElement("datalist");
  list.id = `pick-${(lists += 1)}`;
  box.after(list);
  box.setAttribute("list", list.id);
  let asked = "";
  let timer = 0;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    const text = box.value.trim();
    if (text.length < 2 || text === asked || /\[[^\]]+\]$/.test(text)) return;
    timer = setTimeout(async () => {
      asked = text;
      const answer = await fetch(`${box.dataset.pick}?q=${encodeURIComponent(text)}`, { headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected && box.value.trim() === text) list.innerHTML = await answer.text();
    }, 200);
  });
}

function improve(root) {
  root.querySelectorAll("input[data-date]").forEach(addCalendar);
  dressFiles(root);
  root.querySelectorAll("input[data-pick]").forEach(addSuggestions);
  // A box of a slice may bring a module of its own.
  for (const box of root.querySelectorAll("[data-module]")) import(box.dataset.module).then((module) => module.improve(box));
}
improve(document);
document.addEventListener("htmx:load", (event) => improve(event.detail.elt));
document.querySelector("[data-errors]")?.focus();
