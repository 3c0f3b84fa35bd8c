// What coordinators find in the corners of the participant's page: who answers, and the way out.
//
// For the style, on <html>: `data-front` is what stands there: `start` on the first screen, and the kind of every sheet over it;
// `data-practice` while somebody is being trained, `data-locked` where there is a PIN. And `data-held` on the way out while it is
// being held.
import { answering, hasPin, setAnswering, settings } from "./kept.js";

const find = (selector) => document.querySelector(selector);
const on = (kinds, hear) => kinds.split(" ").forEach((kind) => addEventListener(kind, hear, true));

// --- Who answers ---------------------------------------------------------------------------------------------------

// The coordinator sets it for who comes next, in place of what the activity says (kept.js).
const page = document.documentElement;
const chip = find("#mode-chip");
const dialog = find("#mode");

function showMode() {
  const { mode = "self", present = "", practice = false } = settings();
  const isOnce = Boolean(answering());
  for (const one of dialog.querySelectorAll("[data-choose]")) {
    const isChosen = one.dataset.choose === mode;
    one.setAttribute("aria-pressed", isChosen);
    if (!isChosen) continue;
    chip.ariaLabel = `${dialog.ariaLabel} ${one.textContent} ${mode === "group" ? present : ""}`;
    // In words, for who sets it: "nu: samen met begeleider".
    chip.lastChild.textContent = (isOnce ? "nu: " : "") + one.textContent.split("·")[0].trim();
  }
  chip.toggleAttribute("data-once", isOnce);
  page.toggleAttribute("data-practice", practice);
  page.toggleAttribute("data-locked", hasPin());
  Object.assign(chip.dataset, { mode, present });
  dialog.dataset.mode = mode;
  find("#present").textContent = present || "?";
}

function setMode(changes) {
  const { mode = "self", present } = settings();
  setAnswering({ mode, present, ...changes });
  // As it is kept now: it may be as it was.
  showMode();
}

chip.onclick = () => dialog.showModal();
dialog.onclick = ({ target }) => {
  const { choose, step } = target.closest("button")?.dataset ?? {};
  if (choose) setMode({ mode: choose });
  // A group begins at two; below that nobody has counted.
  else if (step) setMode({ present: Math.max(0, (settings().present || (step > 0 ? 1 : 0)) + Number(step)) % 100 });
  else dialog.close();
};
on("pageshow storage", showMode);
showMode();

// --- What stands there ---------------------------------------------------------------------------------------------

// Not by `:has` in the style: a browser would look the whole page through for it at every card that is put down.
function tellFront() {
  const sheets = [...document.querySelectorAll(".sheet")].map(({ dataset }) => dataset.kind ?? "sheet");
  const front = [...(find(".language-screen") ? ["start"] : []), ...sheets].join(" ");
  if (page.dataset.front !== front) page.dataset.front = front;
}

new MutationObserver(tellFront).observe(document.body, {
  attributeFilter: ["class", "data-kind"],
  childList: true,
  subtree: true,
});
tellFront();

// --- The way out ---------------------------------------------------------------------------------------------------

// With a PIN on the tablet, the way to the coordinator's page is a button that is held so long: no resident gets there by
// chance. The page itself asks for the PIN, however one comes to it.
const HELD = 2000;
const wayOut = find("#way-out");
let out;

function letBe() {
  clearTimeout(out);
  wayOut.removeAttribute("data-held");
}

function hold({ button, key, repeat }) {
  if (button || repeat || (key && key !== "Enter" && key !== " ")) return;
  letBe();
  wayOut.setAttribute("data-held", "");
  out = setTimeout(() => (location.href = "coordinator/"), HELD);
}

for (const kind of ["pointerdown", "keydown"]) wayOut.addEventListener(kind, hold);
for (const kind of ["pointerup", "pointerleave", "pointercancel", "keyup", "blur"]) wayOut.addEventListener(kind, letBe);
// Whoever comes back finds it as it was.
on("pagehide", letBe);
