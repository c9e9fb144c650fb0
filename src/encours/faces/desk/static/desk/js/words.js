/** Puts a rewrite in the place of the words it is for, when somebody asks for it; the check then runs again. */
export function wireWords() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-rewrite]");
    const checks = button?.closest("[data-checks]")?.dataset.checks;
    const fields = checks ? [...document.querySelectorAll(checks)] : [];
    const field = fields.length > 1 ? fields.find((one) => one.value.includes(button.dataset.words)) : fields[0];
    if (field) replace(field, button.dataset);
  });
}

/** Places count code points, as the server does; words that were changed meanwhile are looked for again. */
function replace(field, { rewrite, start, end, words }) {
  const letters = Array.from(field.value.replaceAll("\r\n", "\n"));
  let from = Number(start);
  if (letters.slice(from, Number(end)).join("") !== words) {
    const place = letters.join("").indexOf(words);
    if (place < 0) return;
    from = Array.from(letters.join("").slice(0, place)).length;
  }
  const before = letters.slice(0, from).join("");
  field.value = before + rewrite + letters.slice(from + Array.from(words).length).join("");
  field.focus();
  field.setSelectionRange(before.length, before.length + rewrite.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
