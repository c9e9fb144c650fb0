/** Fetches a page of ours and returns one element of it, or null when the answer is another page. */
export async function partOfPage(url, selector, signal) {
  const answer = await fetch(url, { signal, headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(selector);
}

/** Lower case, no accents: how typed words are compared. */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Runs a task once typing has paused; an older one still under way is dropped. */
export function whenQuiet(task, pause = 140) {
  let timer = 0;
  let running = null;
  return (...values) => {
    clearTimeout(timer);
    running?.abort();
    timer = setTimeout(() => {
      running = new AbortController();
      task(running.signal, ...values).catch((error) => {
        if (error.name !== "AbortError") throw error;
      });
    }, pause);
  };
}

/** Whether somebody is writing: then one-letter keys belong to the text. */
export function isWriting(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
