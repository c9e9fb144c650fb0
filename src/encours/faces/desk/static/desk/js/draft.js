/** Keeps what is being written in a form marked data-keep, for this tab only, until it is sent. */
export function wireDrafts() {
  for (const form of document.querySelectorAll("form[data-keep]")) keep(form, `draft-${form.dataset.keep}`);
}

function keep(form, key) {
  restore(form, key);
  form.addEventListener("input", () => {
    const written = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    sessionStorage.setItem(key, JSON.stringify(written));
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}

function restore(form, key) {
  const hasAnswer = form.querySelector("[aria-invalid=true]");
  const written = hasAnswer ? [] : JSON.parse(sessionStorage.getItem(key) ?? "[]");
  for (const [name, value] of written) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = true;
    else if (field) field.value = value;
  }
}
