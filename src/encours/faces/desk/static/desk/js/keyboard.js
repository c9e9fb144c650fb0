/** One-letter keys: j k move, Enter opens, a acts, s snoozes, c corrects, e r f x deal with a mail, u undoes, ? shows them all. */
import { isWriting } from "./page.js";

export function wireKeyboard() {
  const sheet = document.getElementById("keys");
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-open-keys]")) return;
    event.preventDefault();
    document.querySelector("dialog[open]")?.close();
    sheet?.showModal();
  });
  if (document.body.dataset.keys === "off") return;

  const acts = {
    j: () => move(1),
    k: () => move(-1),
    a: () => press("[data-act]") || pressOnPage("a"),
    s: () => press("[data-snooze]"),
    c: () => press("[data-correct]"),
    e: () => pressOnPage("e"),
    r: () => pressOnPage("r"),
    f: () => pressOnPage("f"),
    x: () => pressOnPage("x"),
    u: () => document.querySelector("form[data-undo]")?.requestSubmit(),
    "?": () => sheet?.showModal(),
    Enter: () => document.activeElement?.matches("[data-row]") && press("[data-open]"),
  };
  document.addEventListener("keydown", (event) => {
    const free = !event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(event.target);
    if (!free || document.querySelector("dialog[open]") || !(event.key in acts)) return;
    if (event.key === "Enter" && !event.target.matches("[data-row]")) return;
    event.preventDefault();
    acts[event.key]();
  });
}

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter((row) => row.checkVisibility());
}

function current() {
  return document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row].here");
}

function move(step) {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(selector) {
  const found = (current() ?? rows()[0])?.querySelector(selector);
  found?.click();
  return Boolean(found);
}

/** What belongs to the page as a whole: read, answer, file, put aside. */
function pressOnPage(key) {
  document.querySelector(`[data-key="${key}"]`)?.click();
}
