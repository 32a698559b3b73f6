// Arrows walk from day to day; Page Up and Page Down turn the page. Without it the days are links.
const calendar = document.querySelector("[data-calendar]");
const days = calendar ? [...calendar.querySelectorAll("[data-day]")] : [];
const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

calendar?.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const turn = { PageUp: "prev", PageDown: "next" }[event.key];
  if (turn) {
    event.preventDefault();
    document.querySelector(`a[rel="${turn}"]`)?.click();
    return;
  }
  const step = steps[event.key];
  const cell = event.target.closest("td");
  if (!step || !cell) return;
  const at = days.indexOf(cell.querySelector("[data-day]"));
  const next = days[at + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
