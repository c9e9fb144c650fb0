/** Copies the words of a message: <button data-copy="#id">. */
export function wireCopy(part) {
  for (const button of part.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).innerText);
  const word = button.querySelector("[data-copied]");
  if (!word) return;
  const before = word.textContent;
  word.textContent = word.dataset.copied;
  setTimeout(() => (word.textContent = before), 2000);
}
