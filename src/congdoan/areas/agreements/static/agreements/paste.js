/* Takes the HTML of the clipboard, which carries Word's numbers and paragraphs; plain text works too. */
for (const box of document.querySelectorAll("[data-paste-html] textarea")) {
  box.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    if (!html) return;
    event.preventDefault();
    box.setRangeText(html, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.form.requestSubmit();
  });
}
