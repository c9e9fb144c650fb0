/** The quiet clock of a call: starts when the number is dialled. */
export function wireClock() {
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  for (const start of document.querySelectorAll("[data-clock-start]")) {
    start.addEventListener("click", () => run(clock), { once: true });
  }
}

function run(clock) {
  clock.hidden = false;
  const began = performance.now();
  setInterval(() => {
    const seconds = Math.floor((performance.now() - began) / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }, 1000);
}
