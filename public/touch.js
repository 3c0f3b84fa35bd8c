// What hands do with the participant's page: cards that are dragged and glide, taps that tremble, and nobody there any
// more. And what the tablet does meanwhile: its screen stays on. The app itself knows nothing but clicks.
//
// For the app, events on `window`: `betekenis-idle` when nobody has touched the tablet for a while in the middle of a
// session, `betekenis-gone` when nobody came back to say that they are there.
// For the style: `data-dragged` on the card under a finger, with `--dx` and `--dy`; `data-lifted` on the tray below it.
const find = (selector) => document.querySelector(selector);
const on = (kinds, hear) => kinds.split(" ").forEach((kind) => addEventListener(kind, hear, true));
const isText = (target) => target.closest?.("input, textarea");
const stop = (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};

// Milliseconds. A tap so soon after the last one is a trembling hand.
const AGAIN = 400;
// CSS pixels: a tap that trembles is no drag.
const DRAG_BEGINS = 10;
// Long enough to be followed, short enough not to be waited for.
const GLIDE = { duration: 260, easing: "ease-in-out" };
const IDLE = 90_000;
// A group talks.
const GROUP_IDLE = 300_000;
const LAST_CALL = 30_000;
// Untouched for so long, the activity is over and the screen may go off.
const OVER = 7_200_000;

// --- Taps ----------------------------------------------------------------------------------------------------------

// When the last tap was that did something, on the clock of events.
let tapped = -AGAIN;

on("click", (event) => {
  const { target, detail, timeStamp } = event;
  const pressed = target.closest("button, a");
  // By a finger or a mouse: keys and scripts have no detail. Counting on a stepper is fast.
  if (detail && pressed && !target.closest("dialog")) {
    if (timeStamp - tapped < AGAIN) return stop(event);
    tapped = timeStamp;
  }
  // Whoever touches that question anywhere is there.
  if (!pressed && target.closest("[data-kind=there]")) {
    tapped = timeStamp;
    find("[data-kind=there] .main-button").click();
  }
  follow();
  fill(pressed);
  stayAwake();
});

// Number keys choose, Backspace goes back, and a key that is held down presses once. What is being written keeps its own
// keys.
on("keydown", (event) => {
  const { key, target, repeat, ctrlKey, altKey, metaKey } = event;
  if (isText(target) || ctrlKey || altKey || metaKey || !/^(Enter| |[1-7]|Backspace)$/.test(key)) return;
  const button = find(key === "Backspace" ? ".frame-back" : `[aria-keyshortcuts="${key}"]`);
  if (repeat || button) stop(event);
  if (!repeat && !find(".sheet")) button?.click();
});

// Long presses open nothing, and pictures are no files to carry away.
on("contextmenu dragstart", (event) => isText(event.target) || event.preventDefault());

// A screen that came by itself, after an answer: the next tap may have been meant for the one before.
let isMoving = null;
new MutationObserver(() => {
  const was = isMoving;
  isMoving = find("[data-moving-on]");
  if (was && !isMoving) tapped = performance.now();
}).observe(find("#app"), { attributeFilter: ["data-moving-on"], childList: true, subtree: true });

// --- Cards ---------------------------------------------------------------------------------------------------------

// The card under a finger: { card, id, x, y, isDragged, tray }.
let held;

function lift(tray) {
  if (tray === held.tray) return;
  held.tray?.removeAttribute("data-lifted");
  tray?.setAttribute("data-lifted", "");
  held.tray = tray;
}

function letGo() {
  if (!held) return;
  lift();
  const { card } = held;
  held = undefined;
  card.removeAttribute("data-dragged");
  card.style.cssText = "";
}

function drag({ pointerId, clientX, clientY }) {
  if (pointerId !== held?.id) return;
  const [dx, dy] = [clientX - held.x, clientY - held.y];
  held.isDragged ||= Math.max(Math.abs(dx), Math.abs(dy)) >= DRAG_BEGINS;
  if (!held.isDragged) return;
  held.card.setAttribute("data-dragged", "");
  held.card.style.cssText = `--dx:${dx}px;--dy:${dy}px`;
  lift(document.elementFromPoint(clientX, clientY)?.closest(".tray"));
}

on("pointerdown", (event) => {
  const card = event.target.closest?.(".card-in-hand");
  const isFirst = !held && event.isPrimary && !event.button;
  // A second finger: the card goes back.
  letGo();
  if (!card || !isFirst) return;
  held = { card, id: event.pointerId, x: event.clientX, y: event.clientY };
  try {
    card.setPointerCapture(held.id);
  } catch {
    // The finger has gone already.
  }
});
on("pointermove", drag);
on("pointerup", (event) => {
  drag(event);
  if (event.pointerId !== held?.id) return;
  if (held.isDragged) {
    held.tray?.firstChild.click();
    tapped = event.timeStamp;
  }
  letGo();
});
on("pointercancel resize", letGo);
on("lostpointercapture", ({ target }) => held && (target === held.card || !held.card.isConnected) && letGo());

// After a click: a card that has another place now glides there, and the focus is not lost.
function follow() {
  const focus = document.activeElement;
  const tray = focus.closest(".tray");
  const places = new Map();
  for (const one of document.querySelectorAll("[data-card]")) places.set(one.dataset.card, one.getBoundingClientRect());
  const id = find(".card-in-hand")?.dataset.card;
  requestAnimationFrame(() => {
    // What had the focus has gone, as a card does that is taken back.
    if (focus !== document.body && document.activeElement === document.body) {
      (tray?.isConnected ? tray.firstChild : find("h1"))?.focus();
    }
    const hand = find(".card-in-hand");
    if (hand?.dataset.card === id || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const one of [hand, find(`.small-card[data-card="${id}"]`)]) {
      const from = places.get(one?.dataset.card);
      // One that was not there before is turned up. What flies over a button is not in its way.
      const frames = from ? { transform: [way(one, from), "none"], pointerEvents: ["none", "none"] } : { opacity: [0, 1] };
      one?.animate(frames, GLIDE);
    }
  });
}

// How `one` has to be moved to lie at `place`.
function way(one, place) {
  const { left, top, width, height } = one.getBoundingClientRect();
  const [dx, dy] = [place.left + place.width / 2 - left - width / 2, place.top + place.height / 2 - top - height / 2];
  return `translate(${dx}px,${dy}px) scale(${Math.min(place.width / width, place.height / height)})`;
}

// --- Nobody there --------------------------------------------------------------------------------------------------

// When somebody last was, and from when the time runs.
let touched = Date.now();
let since = touched;
let isAsked;

on("pointerdown keydown input", () => {
  touched = since = Date.now();
  isAsked = false;
});

// The clock on the wall goes on while the tablet sleeps.
setInterval(() => {
  const now = Date.now();
  if (now - touched > OVER) lock?.release?.();
  // Nobody takes part, the coordinator is needed, or the tablet is talking itself.
  if (find(".language-screen, [data-kind=trouble], [data-spoken]")) since = now;
  const patience = isAsked ? LAST_CALL : activity().mode === "group" ? GROUP_IDLE : IDLE;
  if (now - since < patience) return;
  dispatchEvent(new Event(isAsked ? "betekenis-gone" : "betekenis-idle"));
  isAsked = !isAsked;
  since = now;
}, 1000);

// --- The tablet ----------------------------------------------------------------------------------------------------

// What keeps the screen on, or is about to.
let lock;

async function stayAwake() {
  if (lock || document.hidden) return;
  try {
    lock = navigator.wakeLock.request("screen");
    lock = await lock;
    lock.onrelease = () => (lock = undefined);
  } catch {
    // An old browser, or an empty battery.
    lock = undefined;
  }
}

// It goes when the page is hidden.
on("visibilitychange", () => Date.now() - touched < OVER && stayAwake());

// Full screen at the first tap, where the browser's own bars would be in the way; whoever leaves it is left in peace.
// Not on an iPad, which takes a card that is dragged down for the wish to leave it.
let wasFull;
function fill(pressed) {
  if (wasFull || !pressed?.closest("#app button")) return;
  wasFull = true;
  const fits = matchMedia("(pointer: coarse) and (display-mode: browser)").matches && !("standalone" in navigator);
  if (fits) document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
}

// --- Who answers ---------------------------------------------------------------------------------------------------

// The coordinator sets it for who comes next. The app reads it when a language is chosen.
const SETTINGS = "activity";
const page = document.documentElement;
const chip = find("#mode-chip");
const dialog = find("#mode");

function kept(name) {
  try {
    return localStorage.getItem(`betekenis.${name}`);
  } catch {
    // Storage is blocked.
    return null;
  }
}

function activity() {
  try {
    return JSON.parse(kept(SETTINGS)) ?? {};
  } catch {
    // Nobody can read it.
    return {};
  }
}

function showMode() {
  const { mode = "self", present = "", practice = false } = activity();
  for (const one of dialog.querySelectorAll("[data-choose]")) {
    const isChosen = one.dataset.choose === mode;
    one.setAttribute("aria-pressed", isChosen);
    if (isChosen) chip.ariaLabel = `${dialog.ariaLabel} ${one.textContent} ${mode === "group" ? present : ""}`;
  }
  page.toggleAttribute("data-practice", practice);
  page.toggleAttribute("data-locked", Boolean(kept("pin")));
  Object.assign(chip.dataset, { mode, present });
  dialog.dataset.mode = mode;
  find("#present").textContent = present || "?";
}

function setMode(changes) {
  try {
    localStorage.setItem(`betekenis.${SETTINGS}`, JSON.stringify({ schema: "activity/1", ...activity(), ...changes }));
  } catch {
    // It stays as it was, and shows that.
  }
  showMode();
}

chip.onclick = () => dialog.showModal();
dialog.onclick = ({ target }) => {
  const { choose, step } = target.closest("button")?.dataset ?? {};
  if (choose) setMode({ mode: choose });
  // A group begins at two; below that nobody has counted.
  else if (step) setMode({ present: Math.max(0, (activity().present || (step > 0 ? 1 : 0)) + Number(step)) % 100 });
  else dialog.close();
};
on("pageshow storage", showMode);
showMode();

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
