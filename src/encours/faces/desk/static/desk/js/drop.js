/** Files dropped on a marked place go into its file field. */
export function wireDrops(part) {
  for (const place of part.querySelectorAll("[data-drop]")) {
    const field = place.querySelector("input[type=file]");
    if (!field) continue;
    place.addEventListener("dragover", (event) => {
      event.preventDefault();
      place.classList.add("over");
    });
    place.addEventListener("dragleave", (event) => {
      if (!place.contains(event.relatedTarget)) place.classList.remove("over");
    });
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      place.classList.remove("over");
      if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    });
  }
}
