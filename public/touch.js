// What hands do with the participant's page: taps that slip and bounce, cards that are dragged and glide, and nobody
// there any more. And what the tablet does meanwhile: its screen stays on. The app itself knows nothing but clicks.
//
// docs/touch.md says by which rules, and how well they hold.
//
// For the app, events on `window`: `betekenis-idle` when nobody has touched the tablet for a while in the middle of a
// session, `betekenis-gone` when nobody came back to say that they are there.
// For the style and the tests:
//   data-settling  on <html> while a tap is not taken yet, for as long as the style's `--settle`
//   data-fresh     on <html> meanwhile, if something new has come: `screen` or `card`
//   data-scrolls   on <html> while there is more on a screen than fits
//   data-writing   on <html> while somebody writes
//   data-near      on what a tap or a card nearly hit
//   data-dragged   on the card that is in somebody's fingers, where it is `.card-held`
//   data-lifted    on the tray below it
import { fit } from "./fit.js";
import { settings } from "./kept.js";

const find = (selector) => document.querySelector(selector);
const all = (selector) => [...document.querySelectorAll(selector)];
const on = (kinds, hear) => kinds.split(" ").forEach((kind) => addEventListener(kind, hear, true));
const isText = (target) => target.closest?.("input, textarea");
const stop = (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};
// Not before: some browsers round the time they wait down.
function after(ms, job) {
  const due = performance.now() + ms;
  const look = () => {
    const left = due - performance.now();
    if (left > 0) setTimeout(look, left);
    else job();
  };
  look();
}

// What can be tapped. A finger in a field, in a dialog or on the way out is the browser's or has a meaning of its own.
const TARGET = "button:not(:disabled), a, h1[data-whole], [data-fit=cut]:not(button *)";
const NATIVE = "input, textarea, select, dialog:not(.whole), #way-out";

// CSS pixels, of which some six are a millimetre. So far slides a finger that means to stay,
const SLIP = 40;
// and that far away is what it nearly hit.
const NEAR = 60;
// A thumb laid flat is narrower.
const PALM = 130;
// A card that trembles stays where it is.
const DRAG_BEGINS = 16;
// Milliseconds. Who presses longer rests on the screen,
const RESTS = 5000;
// and a browser's own click has come by then.
const LATE = 1000;
const BREATH = 800;
// Two that come down so soon after each other, and no further apart than two fingers of a hand, mean what the first is on.
const TOGETHER = 150;
const HAND = 180;
// But where the first stays so much longer than the second, it rests there: fingers of a hand leave together.
const STAYS = 400;
// Long enough to be followed, short enough not to be waited for.
const GLIDE = { duration: 260, easing: "ease-in-out" };
const IDLE = 90_000;
// A group talks.
const GROUP_IDLE = 300_000;
const LAST_CALL = 30_000;
// Untouched for so long, the activity is over and the screen may go off.
const OVER = 7_200_000;

// --- What has just come --------------------------------------------------------------------------------------------

// On the clock of events: when a screen or card came, and what was tapped last. Before `wait` has gone by nobody can have
// seen what is new, and a second tap on the same place is a bounce of the first.
let arrived = -Infinity;
let last = { at: -Infinity };
// Where a tap came to nothing: its bounce is none either, even where it would be on a target.
let missed = last;
let wait = 0;
let turn = 0;

// What the style says; a test may say otherwise on the page itself, and that can be read without laying it out.
let usual;

function settle(fresh) {
  const { dataset, style } = document.documentElement;
  usual ??= getComputedStyle(document.documentElement).getPropertyValue("--settle");
  wait = parseFloat(style.getPropertyValue("--settle") || usual) || 0;
  // Without it for a moment, so that it begins anew.
  if (fresh && dataset.fresh) {
    delete dataset.fresh;
    document.documentElement.getAnimations({ subtree: true });
  }
  if (fresh) dataset.fresh = fresh;
  dataset.settling = "";
  const mine = (turn += 1);
  after(wait, () => {
    if (mine !== turn) return;
    delete dataset.settling;
    delete dataset.fresh;
    // Now that everything lies; behind the frame that shows it, in which the page is laid out anyway.
    requestAnimationFrame(() => setTimeout(measure));
  });
}

// Whether a finger that came down then, or a key, cannot have meant what is there now. A tap elsewhere may follow sooner.
function isTooSoon(at, target, x, y) {
  const since = at - last.at;
  const isNear = (one) => Math.hypot(x - one.x, y - one.y) < NEAR;
  const isThere = isSame(last.target, target) || isNear(last);
  return at < arrived + wait || since < (isThere ? wait : wait / 2) || (at < missed.at + wait && isNear(missed));
}

// Also where the app has drawn it anew.
function isSame(one, other) {
  const words = ({ className, textContent }) => className + textContent;
  return one === other || Boolean(one && other && !one.isConnected && words(one) === words(other));
}

function take(target, at, x, y) {
  last = { at, target, x, y };
  settle();
}

function press(target, at, x, y) {
  // First, as it measures: what settles changes the style of the page.
  target.click();
  take(target, at, x, y);
}

// The screen in front by what it is and its heading, so that one that is drawn anew is no other; and the cards on it.
let seen = inFront() ?? {};

function inFront() {
  const front = find("dialog[open]") ?? all(".sheet").at(-1) ?? find(".screen");
  const words = (selector) => [...front.querySelectorAll(selector)].map((one) => one.textContent).join("\n");
  return (
    front && {
      screen: [front.className, front.dataset.kind, words("h1")].join(),
      cards: words(".card-in-hand, .chooser-card"),
    }
  );
}

let wanted; // The page has changed since it was measured.

const tellWriting = () =>
  document.documentElement.toggleAttribute("data-writing", Boolean(isText(document.activeElement)));
on("focusin", tellWriting);
// The focus is on its way.
on("focusout", () => setTimeout(tellWriting));

new MutationObserver(() => {
  // A field that goes takes the focus with it, and says nothing.
  tellWriting();
  if (!wanted) requestAnimationFrame(() => wanted && measure());
  wanted = true;
  const now = inFront() ?? seen;
  const fresh = now.screen !== seen.screen ? "screen" : now.cards !== seen.cards && "card";
  seen = now;
  if (!fresh) return;
  letGo();
  arrived = performance.now();
  settle(fresh);
}).observe(document.body, { attributeFilter: ["open"], characterData: true, childList: true, subtree: true });

// Where all of it fits, no finger scrolls: the browser would take away every one that slips.
function measure() {
  wanted = false;
  const scrollers = all(".frame-main, .language-screen, .message-screen, .pile-sheet");
  const isLarger = ({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1;
  document.documentElement.toggleAttribute("data-scrolls", scrollers.some(isLarger));
}

// --- Taps ----------------------------------------------------------------------------------------------------------

// Every finger by itself, by its pointer: { at, x, y, target, card, sheet, beside, isPalm }.
const fingers = new Map();
// When the last one left, whose click is not the browser's to make.
let left = -Infinity;

const gap = (one, x, y) => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
};

on("pointerdown", (event) => {
  const { target, pointerId, clientX, clientY, button, timeStamp } = event;
  if (button > 0 || target.closest(NATIVE)) return;
  const finger = {
    at: timeStamp,
    x: clientX,
    y: clientY,
    target: target.closest(TARGET),
    card: target.closest(".card-in-hand"),
    // Whoever touches that question anywhere is there, and so is the coordinator who was called; a text that was read goes.
    sheet: target.closest("[data-kind=there], [data-kind=call], .whole"),
    beside: [...fingers.values()].filter(
      (one) => (one.target || one.card) && timeStamp - one.at < TOGETHER && Math.hypot(clientX - one.x, clientY - one.y) < HAND,
    ),
  };
  fingers.set(pointerId, finger);
  feel(finger, event);
  if (!finger.target && !finger.card) return;
  // No focus, and nothing that is carried away.
  event.preventDefault();
  try {
    target.setPointerCapture(pointerId);
  } catch {
    // It has gone already.
  }
});

// The narrowest one yet: a screen that cannot measure says the same of all.
let narrowest = Infinity;

function feel(finger, { width, height }) {
  const size = Math.max(width, height);
  narrowest = Math.min(narrowest, size);
  finger.isPalm ||= size > Math.max(PALM, 2 * narrowest);
}

on("pointermove", (event) => {
  const finger = fingers.get(event.pointerId);
  if (!finger) return;
  feel(finger, event);
  drag(finger, event);
});

on("pointerup", (event) => {
  // Before the app takes away what it was on: a browser may not forgive the next finger for it.
  if (event.target.hasPointerCapture?.(event.pointerId)) event.target.releasePointerCapture(event.pointerId);
  const finger = fingers.get(event.pointerId);
  fingers.delete(event.pointerId);
  left = finger ? event.timeStamp : -Infinity;
  if (!finger) return;
  drag(finger, event);
  if (finger === held?.finger) return drop(event);
  if (finger.isPalm || event.timeStamp - finger.at > RESTS) return;
  const first = finger.beside.filter(({ isPalm }) => !isPalm);
  const stay = () => first.every((one) => one !== held?.finger && [...fingers.values()].includes(one));
  if (!first.length) tap(finger, event);
  else if (stay()) after(STAYS, () => stay() && tap(finger, event));
});

on("pointercancel", ({ pointerId }) => {
  if (held && fingers.get(pointerId) === held.finger) letGo(true);
  fingers.delete(pointerId);
});

// Down and up on the same target is a tap, however the finger slid; so is a slip off it that comes to nothing else.
function tap({ at, x, y, target, card, sheet }, { clientX, clientY, timeStamp }) {
  const under = document.elementFromPoint(clientX, clientY);
  const hit = under?.closest(TARGET);
  let meant = hit ? isSame(target, hit) && hit : target?.isConnected && gap(target, clientX, clientY) <= SLIP && target;
  if (!meant && sheet?.contains(under)) meant = sheet.querySelector(".main-button, .whole > button");
  if (isTooSoon(at, meant, x, y)) return;
  if (meant) {
    // The keyboard on the screen goes.
    if (isText(document.activeElement)) document.activeElement.blur();
    press(meant, timeStamp, clientX, clientY);
    return;
  }
  missed = { at: timeStamp, x: clientX, y: clientY };
  breathe(card ? all(".tray") : near(TARGET, clientX, clientY, NEAR));
}

// What a finger nearly hit answers, without a word.
function near(selector, x, y, reach) {
  const targets = all(selector).filter((one) => one.getClientRects().length && !one.closest(`[inert], ${NATIVE}`));
  const gaps = targets.map((one) => gap(one, x, y));
  const most = Math.min(reach, Math.min(...gaps) + SLIP / 2);
  return targets.filter((_, at) => gaps[at] <= most);
}

function breathe(targets) {
  for (const one of targets) {
    const shown = one.matches(".tray-button") ? one.closest(".tray") : one;
    shown.setAttribute("data-near", "");
    after(BREATH, () => shown.removeAttribute("data-near"));
  }
}

// When Enter or Space was pressed; its click follows.
let pressed;

on("click", (event) => {
  const { target, detail, isTrusted, timeStamp } = event;
  const button = target.closest("button, a");
  // The browser's own, of a finger that we have dealt with.
  if (isTrusted && detail && timeStamp - left < LATE) return stop(event);
  // By a key, a switch or a screen reader; or in a dialog, where counting on a stepper is fast.
  if (isTrusted && button) {
    const at = pressed ?? timeStamp;
    pressed = undefined;
    if (target.closest("dialog") ? at < arrived + wait : isTooSoon(at, button)) return stop(event);
    take(button, timeStamp);
  }
  follow();
  fill(button);
  stayAwake();
});

// Number keys choose, Backspace goes back, and a key that is held down presses once. What is being written keeps its own
// keys.
on("keydown", (event) => {
  const { key, target, repeat, ctrlKey, altKey, metaKey, timeStamp } = event;
  if (isText(target) || ctrlKey || altKey || metaKey || !/^(Enter| |[1-7]|Backspace)$/.test(key)) return;
  const button = find(key === "Backspace" ? ".frame-back" : `[aria-keyshortcuts="${key}"]`);
  if (repeat || button) stop(event);
  if (repeat) return;
  if (!button) pressed = timeStamp;
  else if (!find(".sheet, dialog[open]") && !isTooSoon(timeStamp, button)) press(button, timeStamp);
});
on("keyup", () => setTimeout(() => (pressed = undefined)));

// Long presses open nothing, and pictures are no files to carry away.
on("contextmenu dragstart", (event) => isText(event.target) || event.preventDefault());

// --- Cards ---------------------------------------------------------------------------------------------------------

// The card in somebody's fingers: { finger, card, ghost, tray } and the place where it lay. What is dragged is a picture
// of it over everything, so that nothing cuts it off.
let held;

function lift(tray) {
  if (tray === held.tray) return;
  held.tray?.removeAttribute("data-lifted");
  tray?.setAttribute("data-lifted", "");
  held.tray = tray;
}

function letGo(isBack) {
  if (!held) return;
  lift();
  const { card, ghost } = held;
  held = undefined;
  card.removeAttribute("data-dragged");
  if (isBack) glide(card, frames(card, ghost.getBoundingClientRect()));
  ghost.remove();
}

function pickUp(finger) {
  const { card, x, y } = finger;
  const { left, top, width, height } = card.getBoundingClientRect();
  const ghost = document.createElement("div");
  ghost.className = "card-held";
  ghost.ariaHidden = true;
  ghost.append(...[...card.children].map((one) => one.cloneNode(true)));
  const place = { left, top, width, height };
  for (const [name, value] of Object.entries(place)) ghost.style[name] = `${value}px`;
  ghost.style.transformOrigin = `${x - left}px ${y - top}px`;
  document.body.append(ghost);
  card.setAttribute("data-dragged", "");
  held = { finger, card, ghost, ...place };
}

// Half as large and about the finger; the edge of the screen holds it.
function drag(finger, { clientX, clientY }) {
  const { card, x, y, at, isPalm } = finger;
  const [dx, dy] = [clientX - x, clientY - y];
  if (!held && card?.isConnected && at >= arrived && !isPalm && Math.hypot(dx, dy) >= DRAG_BEGINS) pickUp(finger);
  if (held?.finger !== finger) return;
  const hold = (by, from, size, grip, room) => {
    const low = from + (grip - from) / 2;
    return Math.min(Math.max(by, -low), room - low - size / 2);
  };
  const { left, top, width, height, ghost } = held;
  const [across, down] = [hold(dx, left, width, x, innerWidth), hold(dy, top, height, y, innerHeight)];
  ghost.style.transform = `translate(${across}px,${down}px) scale(0.5)`;
  lift(document.elementFromPoint(clientX, clientY)?.closest(".tray"));
}

// A slip from the card to a pile puts nothing there, and no card that nobody can have looked at.
function drop({ clientX, clientY, timeStamp }) {
  const { finger, tray } = held;
  const isSlip = Math.hypot(clientX - finger.x, clientY - finger.y) <= SLIP;
  const isEarly = timeStamp < arrived + wait;
  const isPut = tray && !isSlip && !isEarly;
  if (isPut) press(tray.querySelector(TARGET), timeStamp, clientX, clientY);
  else {
    // What is ignored does not make the wait longer.
    if (!isEarly) missed = { at: timeStamp, x: clientX, y: clientY };
    breathe(isSlip ? all(".tray") : near(".tray", clientX, clientY, Infinity));
  }
  letGo(!isPut);
}

on("resize", () => {
  letGo();
  measure();
});

// After a click: a card that has another place now glides there, and the focus is not lost. Places are read before anything
// has changed, and once when it has; only then something begins to move.
function follow() {
  const focus = document.activeElement;
  const tray = focus.closest(".tray");
  const places = new Map();
  for (const one of all("[data-card]")) if (one.offsetWidth) places.set(one.dataset.card, one.getBoundingClientRect());
  const id = find(".card-in-hand")?.dataset.card;
  if (held) places.set(id, held.ghost.getBoundingClientRect());
  requestAnimationFrame(() => {
    // What had the focus has gone, as a card does that is taken back.
    if (focus !== document.body && document.activeElement === document.body) {
      (tray?.isConnected ? tray.firstChild : find("h1"))?.focus();
    }
    const hand = find(".card-in-hand");
    const moved = hand?.dataset.card === id ? [] : [hand, find(`.small-card[data-card="${id}"]`)];
    const ways = moved.map((one) => one && frames(one, places.get(one.dataset.card)));
    measure();
    fit();
    moved.forEach((one, at) => one && glide(one, ways[at]));
  });
}

// From where it was to where it is. One that was not there before is turned up.
const frames = (one, from) => (from ? { transform: [way(one, from), "none"] } : { opacity: [0, 1] });

function glide(one, frames) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const flight = one.animate(frames, GLIDE);
  // The small ones never take a tap, whatever they do.
  if (!frames.transform || one.matches(".small-card")) return;
  // What flies over a button is not in its way. Were that a part of what moves, each frame would be ours to make.
  one.style.pointerEvents = "none";
  flight.onfinish = flight.oncancel = () => one.style.removeProperty("pointer-events");
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
  const patience = isAsked ? LAST_CALL : settings().mode === "group" ? GROUP_IDLE : IDLE;
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
  if (wasFull || !pressed?.closest("#app button") || navigator.userActivation?.isActive === false) return;
  wasFull = true;
  const fits = matchMedia("(pointer: coarse) and (display-mode: browser)").matches && !("standalone" in navigator);
  if (fits) document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
}
