/** The quiet clock of a call: goes on from where the sheet says, else starts when the number is dialled. */
export function wireClock() {
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  if (clock.dataset.clockElapsed) return run(clock, Number(clock.dataset.clockElapsed));
  for (const start of document.querySelectorAll("[data-clock-start]")) {
    start.addEventListener("click", () => run(clock), { once: true });
  }
}

function run(clock, elapsed = 0) {
  clock.hidden = false;
  const began = performance.now();
  setInterval(() => {
    const seconds = elapsed + Math.floor((performance.now() - began) / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }, 1000);
}
