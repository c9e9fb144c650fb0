/** Proposes known names under a text field: <input data-combobox data-source="/search?kind=customer">. */
import { partOfPage, whenQuiet } from "./page.js";

let count = 0;

export function wireComboboxes(part) {
  for (const field of part.querySelectorAll("input[data-combobox]")) wire(field);
}

function wire(field) {
  const list = document.createElement("ul");
  list.id = `proposals-${++count}`;
  list.role = "listbox";
  list.hidden = true;
  const holder = document.createElement("div");
  holder.className = "combobox";
  field.replaceWith(holder);
  holder.append(field, list);
  field.role = "combobox";
  field.autocomplete = "off";
  for (const [name, value] of Object.entries({ "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list" })) {
    field.setAttribute(name, value);
  }

  const find = whenQuiet(async (signal) => {
    const url = new URL(field.dataset.source, location.href);
    url.searchParams.set("q", field.value);
    const found = field.value.trim() ? await partOfPage(url, "main [data-results]", signal) : null;
    list.replaceChildren(...[...(found?.children ?? [])].slice(0, 8).map(proposal));
    show(list.children.length > 0);
  });
  field.addEventListener("input", find);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) select([...list.children].indexOf(selected()) + step);
    else if (event.key === "Enter" && selected()) choose(selected());
    else if (event.key === "Escape") show(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("blur", () => show(false));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const item = event.target.closest("li");
    if (item) choose(item);
  });

  function proposal(option, place) {
    const item = document.createElement("li");
    item.id = `${list.id}-${place}`;
    item.role = "option";
    const [label, hint] = option.querySelectorAll("span");
    item.dataset.value = label.textContent;
    item.append(label.textContent);
    if (hint) item.append(Object.assign(document.createElement("small"), { textContent: hint.textContent }));
    return item;
  }
  function show(isOpen) {
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) field.removeAttribute("aria-activedescendant");
  }
  function selected() {
    return list.querySelector('[aria-selected="true"]');
  }
  function select(place) {
    selected()?.setAttribute("aria-selected", "false");
    const item = list.children[(place + list.children.length) % list.children.length];
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", item.id);
  }
  function choose(item) {
    field.value = item.dataset.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    show(false);
  }
}
