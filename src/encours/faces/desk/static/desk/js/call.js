/** A call: figures and letters press the button that shows them; Enter outside a field goes on. */
import { isWriting } from "./page.js";

export function wireCall() {
  const sheet = document.querySelector("form[data-call]");
  if (!sheet || document.body.dataset.keys === "off") return;
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const goesOn = event.key === "Enter" && (event.ctrlKey || event.metaKey || isFree(event.target));
    if (document.querySelector("dialog[open]")) return;
    const wanted = goesOn
      ? sheet.querySelector("[data-next]")
      : isPlain && !isWriting(event.target) && /^[\da-z]$/i.test(event.key)
        ? sheet.querySelector(`[data-key="${event.key.toLowerCase()}"]`)
        : null;
    if (!wanted) return;
    event.preventDefault();
    wanted.click();
  });
}

function isFree(target) {
  return !isWriting(target) && !target.closest("a, button, summary");
}
