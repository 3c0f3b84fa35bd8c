// Any text of any length keeps its room on the participant's page. Where a text wraps and still does not fit it is written
// smaller, and in the end cut off with a sign; a tap on the heading, or on what was cut off, shows the whole of it.
//
// For the style: `data-fit` is `small` or `cut` on such a text, with `--lines`; `data-whole` on the heading of a screen on
// which something is cut off.
const app = document.getElementById("app");
const TEXTS =
  "h1, .hint, .small-hint, .language-tile, .card-face-text, .heap-name, " +
  ":is(.tray-button, .picture-button, .consent-point, .large-button, .frame-back, .frame-next, .frame-skip) > span:not(.icon)";
// What holds texts and has an end.
const BOXES =
  ".frame-main, .sheet, .card-in-hand > .card-face, .chooser-card, .table-card, .story-card, .picture-button, .tray-button, .consent-point";
const isOver = (box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
const front = () => [...app.querySelectorAll(".sheet")].at(-1) ?? app;

// A word that would be broken, by a letter's width at a guess: small letters first, so that it is not.
function breaks(text) {
  const letters = Math.max(...text.textContent.split(/\s+/).map(({ length }) => length));
  return letters > 9 && letters * 0.58 * parseFloat(getComputedStyle(text).fontSize) > text.clientWidth && text.clientWidth > 1;
}

// What moves is measured where it comes to lie: on its way there it hangs out of its box.
function measure() {
  const cards = changed.map((one) => one.closest?.(FIXED));
  wanted = 0;
  changed = [];
  // Only cards have come and gone, on places that are as large whatever lies there: nothing else can have to give way.
  if (cards.length && cards.every(Boolean) && !marked().some((one) => !one.closest(FIXED))) {
    return new Set(cards).forEach(fitIn);
  }
  const timing = (one) => [one, one.currentTime, one.effect.getComputedTiming().endTime];
  const moving = app.getAnimations({ subtree: true }).map(timing).filter(([, now, end]) => now < end && end < Infinity);
  for (const [one, , end] of moving) one.currentTime = end - 0.01;
  fitIn(app);
  for (const [one, now] of moving) one.currentTime = now;
}

const FIXED = ".card-in-hand, .tray-cards";
const marked = (within = app) => [...within.querySelectorAll("[data-fit], [data-whole]")];

// All texts in `place`, of which only what lies in front is seen.
function fitIn(place) {
  const screen = place === app ? front() : place;
  const texts = [...screen.querySelectorAll(TEXTS)];
  for (const text of marked(place)) {
    for (const name of ["data-fit", "data-whole"]) text.removeAttribute(name);
    text.style.removeProperty("--lines");
  }
  const boxes = [...screen.querySelectorAll(BOXES), ...(screen.matches(BOXES) ? [screen] : [])];
  const within = (box) => texts.filter((text) => box.contains(text) || text === box);
  for (const text of texts.filter(breaks)) text.dataset.fit = "small";
  for (const text of boxes.filter(isOver).flatMap(within)) text.dataset.fit = "small";
  // Who has set larger letters than usual scrolls: what is cut off is not easier to read.
  if (parseFloat(getComputedStyle(document.documentElement).fontSize) > 16) return;
  for (const lines of [8, 6, 4, 3, 2, 1]) {
    for (const text of boxes.filter(isOver).flatMap(within)) {
      if (text.clientHeight < (lines + 0.6) * 1.15 * parseFloat(getComputedStyle(text).fontSize)) continue;
      text.dataset.fit = "cut";
      text.style.setProperty("--lines", lines);
    }
  }
  const heading = front().querySelector("h1");
  if (heading && texts.some(isCut)) heading.dataset.whole = "";
}

const isCut = (text) => text.dataset.fit === "cut" && text.scrollHeight > text.clientHeight + 1;

// Now, if it is to be done in this frame, for whoever is about to move something.
export function fit() {
  if (!wanted) return;
  cancelAnimationFrame(wanted);
  measure();
}

let wanted = 0;
// Where.
let changed = [];
const want = () => (wanted ||= requestAnimationFrame(measure));
new MutationObserver((records) => {
  whole.close();
  changed.push(...records.map(({ target }) => target));
  want();
}).observe(app, { childList: true, characterData: true, subtree: true });
addEventListener("resize", () => {
  changed.push(document);
  want();
});

// --- The whole text, a tap away ---------------------------------------------------------------------------------------

const whole = document.createElement("dialog");
whole.className = "whole";
document.body.append(whole);
// Anywhere: there is nothing else to do there.
whole.onclick = () => whole.close();

function open({ target, type, key }) {
  const heading = front().querySelector("h1[data-whole]");
  const text = target.closest("h1, [data-fit=cut]");
  if (!heading || !text || text.closest("button") || (type === "keydown" && key !== "Enter")) return;
  const paragraphs = [...front().querySelectorAll("[data-fit=cut]")].filter(isCut).map(({ textContent }) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = textContent;
    return paragraph;
  });
  const close = document.createElement("button");
  close.className = "large-button";
  close.ariaLabel = "×";
  const cross = document.createElement("span");
  cross.className = "icon";
  cross.dataset.icon = "x";
  close.append(cross);
  whole.replaceChildren(close, ...paragraphs);
  whole.showModal();
}
for (const kind of ["click", "keydown"]) app.addEventListener(kind, open);
want();
