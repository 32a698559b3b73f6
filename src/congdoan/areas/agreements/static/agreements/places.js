/* Puts a place such as "{{ tên trường }}" where the caret last stood. */
let last = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches(".sheet textarea, .sheet input[name^='heading-']")) last = event.target;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-place]");
  if (!button) return;
  const box = last || document.querySelector(".sheet textarea");
  if (!box) return;
  const from = box.selectionStart ?? box.value.length;
  box.setRangeText(`{{ ${button.dataset.place} }}`, from, box.selectionEnd ?? from, "end");
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
