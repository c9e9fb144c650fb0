/** Opens the page of a link marked data-dialog over the current one. Without this module the link just leads there. */
import { partOfPage } from "./page.js";

export function wireDialogs(wirePart) {
  const dialog = document.getElementById("dialog");
  if (!dialog) return;
  const body = dialog.querySelector("#dialog-body");

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link);
  });
  dialog.addEventListener("click", (event) => {
    const leaves = event.target === dialog || event.target.closest("[data-dialog-close]");
    if (!leaves) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => body.replaceChildren());

  async function open(link) {
    const url = new URL(link.href);
    // The view comes back to this page once the form is taken.
    if (!url.searchParams.has("next")) url.searchParams.set("next", location.pathname + location.search);
    const panel = await partOfPage(url, "[data-panel]").catch(() => null);
    if (!panel) return location.assign(link.href);
    body.replaceChildren(panel);
    wirePart(body);
    dialog.showModal();
    body.querySelector("[aria-invalid=true], input:not([type=hidden]), select, textarea, button")?.focus();
  }
}
