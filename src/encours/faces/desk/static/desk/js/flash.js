/** What was just done stays in view until it is closed; the undo beside it answers to u. */
export function wireFlashes() {
  for (const close of document.querySelectorAll("[data-close-flash]")) {
    close.hidden = false;
    close.addEventListener("click", () => close.closest("[data-flash]").remove());
  }
}
