/** Copies an IBAN or a reference, without its spaces: <button data-copy="id">. The page does without. */
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.replace(/\s/g, ""));
    const word = button.querySelector("[data-word]");
    const before = word.textContent;
    word.textContent = word.dataset.word;
    setTimeout(() => (word.textContent = before), 2000);
  });
}
