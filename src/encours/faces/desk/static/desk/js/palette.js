/** The command palette: Ctrl K or /, type, arrows, Enter. The search field does the same with a page. */
import { isWriting, partOfPage, plain, whenQuiet } from "./page.js";

export function wirePalette() {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const field = palette.querySelector("input");
  const results = palette.querySelector("[data-results]");
  const none = palette.querySelector("[data-none]");
  const commands = [...palette.querySelectorAll("[data-commands] .option")];

  document.addEventListener("keydown", (event) => {
    const isCall = (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !isWriting(event.target));
    if (!isCall || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    open("");
  });
  for (const search of document.querySelectorAll("[data-palette-open]")) {
    search.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      open(search.value);
    });
  }
  field.addEventListener("input", () => refresh(field.value));
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) select(shown().indexOf(selected()) + step);
    else if (event.key === "Enter") selected()?.click();
    else return;
    event.preventDefault();
  });
  palette.addEventListener("click", (event) => event.target === palette && palette.close());
  palette.addEventListener("pointermove", (event) => {
    const option = event.target.closest(".option");
    if (option) select(shown().indexOf(option));
  });

  const find = whenQuiet(async (signal, words) => {
    const url = new URL(palette.dataset.source, location.href);
    url.searchParams.set("q", words);
    const found = await partOfPage(url, "main [data-results]", signal);
    const options = [...(found?.children ?? [])];
    options.forEach((option, place) => Object.assign(option, { role: "option", id: `found-${place}` }));
    results.replaceChildren(...options);
    settle();
  });

  function open(words) {
    field.value = words;
    palette.showModal();
    refresh(words);
    field.select();
  }
  function refresh(words) {
    const wanted = plain(words);
    for (const command of commands) command.hidden = !plain(command.textContent).includes(wanted);
    if (wanted.length > 1) find(words);
    else results.replaceChildren();
    settle();
  }
  function settle() {
    none.hidden = shown().length > 0;
    select(0);
  }
  function shown() {
    return [...palette.querySelectorAll(".option")].filter((option) => !option.hidden);
  }
  function selected() {
    return palette.querySelector('.option[aria-selected="true"]');
  }
  function select(place) {
    const options = shown();
    selected()?.setAttribute("aria-selected", "false");
    const option = options[(place + options.length) % options.length];
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }
}
