/** Wires the desk's small helpers. Every page works without them. */
import { wireCall } from "./call.js";
import { wireCase } from "./case.js";
import { wireClock } from "./clock.js";
import { wireComboboxes } from "./combobox.js";
import { wireCopy } from "./copy.js";
import { wireDialogs } from "./dialog.js";
import { wireDrops } from "./drop.js";
import { wireFlashes } from "./flash.js";
import { wireDrafts } from "./draft.js";
import { wireKeyboard } from "./keyboard.js";
import { wireMenus } from "./menu.js";
import { wirePalette } from "./palette.js";
import { wireTheme } from "./theme.js";
import { wireWords } from "./words.js";

/** What may also arrive later, in a dialog or through htmx. */
function wirePart(part) {
  wireComboboxes(part);
  wireDrops(part);
  wireCopy(part);
}

wirePart(document);
wireMenus();
wireTheme();
wireFlashes();
wireDialogs(wirePart);
wireCase();
wireCall();
wireClock();
wireDrafts();
wirePalette();
wireKeyboard();
wireWords();

// On a narrow screen the place one is at may stand outside its row of tabs.
for (const here of document.querySelectorAll(".tabs [aria-current], .settings > nav [aria-current]")) {
  const row = here.closest(".tabs, ul");
  if (row.scrollWidth > row.clientWidth) row.scrollLeft += here.getBoundingClientRect().right - row.getBoundingClientRect().right + 32;
}

// After a refusal, writing goes on where something is wrong.
document.querySelector("main [aria-invalid=true]")?.focus();
