/** The case beside the list: marks its row, closes without losing the list. */
export function wireCase() {
  const place = document.getElementById("case-place");
  if (!place) return;

  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === place) mark(event.detail.elt.closest("[data-row]"));
  });
  place.addEventListener("click", (event) => {
    const link = event.target.closest("[data-case-close]");
    if (!link) return;
    event.preventDefault();
    close(link.href);
  });
  document.addEventListener("keydown", (event) => {
    const link = place.querySelector("[data-case-close]");
    if (event.key === "Escape" && link && !document.querySelector("dialog[open]")) close(link.href);
  });

  function mark(row) {
    for (const other of document.querySelectorAll(".row.here")) other.classList.remove("here");
    row?.classList.add("here");
  }
  function close(url) {
    const row = document.querySelector(".row.here");
    place.replaceChildren();
    mark(null);
    history.pushState({}, "", url);
    row?.focus();
  }
}
