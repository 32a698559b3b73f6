/*
 * A large file goes ahead in parts: what has arrived stays, whatever happens to the line or the page.
 *
 * chosen -> begun (or found: the same file goes on where it stopped) -> part after part -> whole.
 * The form then carries a token instead of the file. Small files go with the form as ever.
 */

const VIETNAMESE = document.documentElement.lang === "vi";
const say = (vi, en) => (VIETNAMESE ? vi : en);
const mega = (bytes) => `${(bytes / 1048576).toLocaleString(VIETNAMESE ? "vi" : "en", { maximumFractionDigits: 1 })} MB`;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const online = () =>
  navigator.onLine ? Promise.resolve() : new Promise((done) => window.addEventListener("online", done, { once: true }));

class Refused extends Error {}

export function improve(box) {
  if (box.dataset.parts || !box.form) return;
  box.dataset.parts = "yes";
  const part = Number(box.dataset.part);
  const needed = box.required;
  const token = box.form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const hidden = box.form.querySelector(`input[type=hidden][name="${box.name}_parts"]`) ?? document.createElement("input");
  hidden.type = "hidden";
  hidden.name = `${box.name}_parts`;
  hidden.disabled = !hidden.value;
  box.before(hidden);
  const panel = document.createElement("div");
  panel.hidden = true;
  const bar = document.createElement("progress");
  const word = document.createElement("p");
  word.className = "form-text";
  word.setAttribute("role", "status");
  const stop = document.createElement("button");
  stop.type = "button";
  stop.className = "btn btn-sm btn-outline-primary";
  stop.textContent = say("Bỏ tệp này", "Drop this file");
  panel.append(bar, word, stop);
  (box.parentElement.querySelector(".file-face") ?? box).after(panel);
  bar.setAttribute("aria-label", say("Đã tải lên", "Uploaded"));
  let run = 0; // grows with each file chosen: an older one stops by itself
  let waiting = null; // the button that was pressed meanwhile

  const tell = (text, bad = false) => {
    word.textContent = text;
    word.classList.toggle("field-error", bad);
    box.setAttribute("aria-invalid", String(bad));
  };

  async function ask(address, options) {
    const answer = await fetch(address, { ...options, headers: { "X-CSRFToken": token, ...(options.headers ?? {}) } });
    if (answer.redirected || answer.status === 401) {
      throw new Refused(
        say("Phiên đăng nhập đã hết; hãy đăng nhập ở thẻ khác rồi chọn lại tệp để tải tiếp.", "You were signed out; sign in in another tab and choose the file again."),
      );
    }
    if (answer.status >= 500 || answer.status === 408) throw new TypeError("try again");
    const said = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
    if (!answer.ok && answer.status !== 409) throw new Refused(said.sentence ?? say("Máy chủ không nhận tệp; hãy tải lại trang.", "The server did not take the file; reload the page."));
    return said;
  }

  // A lost line is waited for; what the server refuses is not tried again.
  async function patiently(turn, act, shown) {
    for (let pause = 1000; ; pause = Math.min(pause * 2, 30000)) {
      try {
        if (!navigator.onLine) throw new TypeError("no line");
        return await act();
      } catch (problem) {
        if (problem instanceof Refused || turn !== run) throw problem;
        tell(say(`Mất mạng; đã có ${shown()}, có mạng lại sẽ tự tải tiếp.`, `No connection; ${shown()} arrived, it goes on by itself.`));
        await Promise.race([Promise.all([online(), sleep(pause)]), sleep(30000)]);
      }
    }
  }

  async function send(file) {
    const turn = (run += 1);
    let state = { received: 0, size: file.size };
    const shown = () => `${mega(state.received)}/${mega(file.size)}`;
    panel.hidden = false;
    bar.max = file.size;
    bar.value = 0;
    hidden.disabled = true;
    try {
      const plan = new URLSearchParams({
        purpose: box.dataset.purpose,
        name: file.name,
        size: file.size,
        mark: `${file.lastModified}|${file.name}`.slice(0, 70),
      });
      state = await patiently(turn, () => ask(box.dataset.begin, { method: "POST", body: plan }), shown);
      const address = `${box.dataset.begin}${state.id}/`;
      stop.onclick = () => drop(address);
      if (state.received) tell(say(`Tải tiếp từ ${mega(state.received)}.`, `Going on from ${mega(state.received)}.`));
      while (turn === run && !state.whole) {
        bar.value = state.received;
        const before = state.received;
        const piece = file.slice(state.received, state.received + part);
        state = await patiently(
          turn,
          () => ask(`${address}?start=${state.received}`, { method: "POST", body: piece, headers: { "Content-Type": "application/octet-stream" } }),
          shown,
        );
        if (turn === run) tell(say(`Đã tải ${shown()}.`, `${shown()} uploaded.`));
        if (state.received === before && !state.whole) await sleep(1000);
      }
      if (turn === run) done(file, state);
    } catch (problem) {
      if (turn !== run) return;
      waiting = null;
      box.form.removeAttribute("aria-busy");
      tell(problem.message, true);
    }
  }

  function done(file, state) {
    bar.value = file.size;
    hidden.value = state.id;
    hidden.disabled = false;
    hidden.dataset.kept = file.name;
    const name = box.parentElement.querySelector(".file-name");
    box.value = "";
    box.required = false;
    if (name) name.textContent = file.name;
    tell(say(`Đã tải đủ “${file.name}”.`, `“${file.name}” is uploaded.`));
    run += 1;
    const press = waiting;
    waiting = null;
    if (press) box.form.requestSubmit(press.form === box.form ? press : undefined);
  }

  function drop(address) {
    run += 1;
    waiting = null;
    hidden.value = "";
    hidden.disabled = true;
    box.value = "";
    box.required = needed;
    panel.hidden = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    ask(address, { method: "DELETE" }).catch(() => {}); // else it is swept after two days
  }

  const choose = () => {
    const [file] = box.files;
    if (!file) return;
    if (file.size <= part || file.size > Number(box.dataset.limit)) {
      run += 1;
      hidden.disabled = true;
      panel.hidden = true;
      return;
    }
    send(file);
  };
  box.addEventListener("change", choose);
  if (box.files.length) choose(); // the browser brought the choice back

  // Sent without a line: the outbox holds the file now and sends it by itself.
  box.form.addEventListener("outbox:took", () => {
    run += 1;
    waiting = null;
    panel.hidden = true;
  });

  const under = () => box.files.length > 0 && box.files[0].size > part && !panel.hidden;
  box.form.addEventListener("submit", (event) => {
    if (!under()) return;
    event.preventDefault();
    if (box.getAttribute("aria-invalid") === "true") {
      box.focus();
      return;
    }
    waiting = event.submitter ?? box.form;
    box.form.setAttribute("aria-busy", "true");
    tell(say("Đang tải tệp; tải xong sẽ tự gửi biểu mẫu.", "Uploading; the form is sent when it is done."));
  });
  if (hidden.value) box.required = false;
}
