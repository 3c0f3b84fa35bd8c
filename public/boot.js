// Starts a page: its wasm, and the service worker that keeps it on the tablet. Used by both pages; what differs stands
// in the data attributes of the tag that loads this script (see index.html).
//
// For the app:    window.betekenis.idle()  nobody is taking part: a new version may come in now.
//                 window.betekenis.busy(id)  somebody is, with the response of that id.
//                 window.betekenis.died   hears the errors of the worker that sends.
//                 window.betekenis.ends(worker)  ends it when the page is put by.
//                 window.betekenis.prepare(ids)  keeps these languages on the tablet; see there.
//                 window.betekenis.ahead(url)  a promise of the text at `url`, or of nothing, if this script has asked for it already.
//                 window.betekenis.picture(path)  a small picture of the study as an address that holds all of it, if it is here.
//                 window.betekenis.calm   resolves when the start is over, and what is not needed for it may come. Then there is
//                 the event `betekenis-calm` on `window`, too.
//                 window.betekenis.calmDown()  says that it is.
// For the app and the tests, on <html>:
//   data-language        the language that was tapped before the app was there
//   data-drafts="none"   there surely was no draft when this page was opened
//   data-elsewhere       ids of responses that other open pages are at
//   data-offline="ready" this page starts without a network from now on
//   data-start="over"    the start is over; `under way` until then
//   data-update="waiting" a newer version is on the tablet and waits until nobody is taking part

// In a frame of another page nobody sees where a tap goes: there the page does not run, and only leads out of it.
if (window.top !== window) {
  const out = Object.assign(document.createElement("a"), { href: location.href, target: "_top", textContent: document.title });
  document.body.replaceChildren(out);
  throw new Error("this page does not run in a frame");
}

// Where a browser has Trusted Types, the policy of the page (tools/site) asks for this: only scripts of this site are started,
// and markup is written only without scripts in it.
globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL: (url) => (new URL(url, document.baseURI).origin === location.origin ? url : undefined),
  createHTML: (html) =>
    /<(script|iframe|object|embed|meta|base)|[\s"'/]on[a-z]+\s*=|javascript:/i.test(html) ? undefined : html,
});

import { activity, mayHaveDraft } from "./kept.js";

const page = document.documentElement.dataset;
const tag = document.getElementById("boot").dataset;
const link = (path) => new URL(path, document.baseURI).href;
const isCoordinator = tag.root !== "./";
const workers = navigator.serviceWorker;

// How participants touch the screen, and how they hear what stands on it. Before the wasm, so that they see the first screen come.
if (!isCoordinator) import("./senses.js").catch((error) => console.warn(error));

// --- What translates pages ------------------------------------------------------------------------------------------

// The pages refuse it. What does it nevertheless puts <font> in the place of a text, which the app then changes out of sight:
// the words of the card before would stand under the next picture. A text that the app changes goes back to its place.
const moved = new Map(); // The app's text, and what stands there instead.
const texts = new MutationObserver((records) => {
  for (const { type, target, addedNodes, removedNodes, previousSibling, nextSibling } of records) {
    if (type === "characterData") {
      moved.get(target)?.replaceWith(target);
      moved.delete(target);
      continue;
    }
    const font = [...addedNodes, previousSibling, nextSibling].find((node) => node?.localName === "font");
    for (const text of removedNodes) {
      if (!font || text.nodeType !== Node.TEXT_NODE || text.isConnected) continue;
      moved.set(text, font);
      texts.observe(text, { characterData: true });
    }
    // Something else of the app's stands there now.
    if ([...addedNodes].some((node) => node.localName !== "font" && node.isConnected && !moved.has(node))) {
      for (const [text, font] of moved) if (font.parentNode === target && !removedNodes.length) font.remove(), moved.delete(text);
    }
  }
  for (const [text, font] of moved) if (!font.isConnected) moved.delete(text);
});
texts.observe(document.getElementById("app"), { childList: true, subtree: true });

// --- What will be needed -------------------------------------------------------------------------------------------

// The app reads the study first of all: it is asked for beside the wasm, and just as the app would.
const TIME_OUT = 120_000;
const ahead = new Map();

// Its small pictures, all in one file, by their paths; tools/site makes it. Where it is missing each comes by itself.
let pictures = {};

if (!isCoordinator) {
  const folder = link(tag.root + (tag.study ?? "studies/ontmoetingscentra/"));
  const asking = { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(TIME_OUT) };
  const text = fetch(folder + "study.json", asking).then((answer) => (answer.status === 200 ? answer.text() : undefined));
  ahead.set(folder + "study.json", text.catch(() => {}));
  const found = fetch(folder + "pictures.json").then((answer) => answer.json());
  found.then((all) => (pictures = all)).catch(() => {});
}

// --- What can wait ---------------------------------------------------------------------------------------------------

// Whoever has just come waits for the first card. What that does not need leaves it the line and the processor: it comes
// after the first answer, or when nobody has tapped for so long (milliseconds).
const QUIET = 10_000;
// The card that was put down is still on its way.
const AFTER_ANSWER = 1000;
let calmDown;
const calm = new Promise((resolve) => (calmDown = resolve)).then(() => {
  page.start = "over";
  // It comes with its icons.
  if (tag.manifest) document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: tag.manifest }));
  dispatchEvent(new Event("betekenis-calm"));
});
const isCalm = () => page.start === "over";
let quiet; // The timer of it.

function waitForQuiet() {
  clearTimeout(quiet);
  if (!isCalm()) quiet = setTimeout(calmDown, QUIET);
}

page.start = "under way";
if (isCoordinator) calmDown();
addEventListener(
  "click",
  ({ target }) => {
    const screen = target.closest?.("#app .screen");
    if (screen && !screen.matches(".language-screen, .consent-screen, .sheet")) setTimeout(calmDown, AFTER_ANSWER);
    waitForQuiet();
  },
  true,
);

// --- A tap before the app is there ---------------------------------------------------------------------------------

// The app puts its own tiles in the place of these, and with them the listeners go. Only those that it will show too.
const tiles = [...document.querySelectorAll("#app [data-language]")];
// The languages of the activity, if there are any.
const { languages } = activity();
const isOffered = ({ dataset }) => languages.includes(dataset.language);
for (const tile of tiles) {
  tile.hidden = tiles.some(isOffered) && !isOffered(tile);
  tile.addEventListener("click", () => {
    page.language = tile.dataset.language;
    for (const other of tiles) other.setAttribute("aria-pressed", other === tile);
  });
}

// --- An update never replaces the app in the middle of a session ---------------------------------------------------

// A page holds this lock, shared with other pages, unless it is idle. A new worker takes over only under the whole
// lock. At the start nobody knows yet whether a draft waits to be continued, so the page isn't idle.
const LOCK = "betekenis-session";
const HOUR = 3_600_000;
let state = "unknown";
let release; // Gives the lock back.
let released; // Settled when it has been.
let registration;
let isRegistered;
const registered = new Promise((resolve) => (isRegistered = resolve));
let askedAt = -HOUR; // By the page's own clock, which nobody sets back.
let replaced = false; // This page is of an older version than the worker.
let mayReload = !isCoordinator; // The coordinator's page reloads only when it is asked to.

// Back never leads out of a session: behind each one lie so many places of the same page, and from each of them it goes
// forward again. It does what the app's own button does, or nothing while something lies over the screen or has just come.
const PLACES = 3;
const place = () => history.state?.place ?? 0;

function standBefore() {
  for (let at = place(); at < PLACES; at++) history.pushState({ place: at + 1 }, "");
}

if (!isCoordinator) {
  addEventListener("popstate", () => {
    if (state !== "busy" || place() === PLACES) return;
    history.go(PLACES - place());
    const isTaken = !("settling" in document.documentElement.dataset) && !document.querySelector(".sheet, dialog[open]");
    if (isTaken) document.querySelector(".frame-back")?.click();
  });
  // A page that the browser had put by begins anew: what it showed is somebody else's.
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
}

// A browser may put a page that is left by, with its workers: what they are just writing then never ends, and in Safari that
// keeps the storage from every page that comes after. So they are told to let go of it, and to begin nothing.
addEventListener("pagehide", ({ persisted }) =>
  dispatchEvent(new Event(persisted ? "betekenis-put-by" : "betekenis-left")),
);

function hold() {
  if (release || !navigator.locks) return;
  const end = new Promise((resolve) => (release = resolve));
  released = navigator.locks.request(LOCK, { mode: "shared" }, () => end).catch(() => {});
}

window.betekenis = {
  calm,
  calmDown,
  picture(path) {
    return pictures[path] && "data:image/svg+xml," + encodeURIComponent(pictures[path]);
  },
  // Once: whoever reads it again wants to know what is there then.
  ahead(url) {
    const text = ahead.get(url);
    ahead.delete(url);
    return text;
  },
  idle() {
    state = "idle";
    release?.();
    release = undefined;
    isAt();
    follow();
    look();
  },
  busy(id) {
    state = "busy";
    standBefore();
    hold();
    isAt(id);
  },
  // A worker that could not be loaded, or has died: the next time there is something to send, another one starts.
  died({ target }) {
    target.terminate(); // With it goes its lock.
    target.dead = true;
  },
  // It hears of it as of any other end, and so do those who wait for it.
  ends(worker) {
    addEventListener("betekenis-put-by", () => worker.dispatchEvent(new Event("error")));
  },
  // Keeps texts and sounds of the languages with these ids on the tablet, for when there is no network. Resolves with the
  // ids of all languages that are wholly on it then, and of none that is there in half. With no ids it only asks.
  async prepare(ids) {
    if (!workers) return [];
    calmDown(); // Somebody waits for it.
    await registered;
    if (registration?.installing) await until(registration.installing, "installed");
    // A newer version takes over before the next participant, and with its own files.
    const worker = registration?.waiting ?? registration?.active;
    let whole = [];
    // One at a time: a browser ends a worker that is at one thing for minutes.
    for (const id of ids.length ? ids : [""]) whole = worker ? await ask(worker, id) : [];
    return whole;
  },
};

function ask(worker, id) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ type: "prepare", id }, [port2]);
    // Nobody answers any more.
    until(worker, "redundant").then(() => resolve([]));
    setTimeout(resolve, HOUR / 6, []);
  });
}

function follow() {
  if (replaced && state === "idle" && mayReload) location.reload();
}

let isControlled = Boolean(workers?.controller);
workers?.addEventListener("controllerchange", () => {
  replaced = isControlled; // The first worker replaces nothing.
  isControlled = true;
  follow();
});

// Asks the server for a newer version, at most once an hour, and lets one in that waits.
function look() {
  if (!registration || state !== "idle") return;
  if (isCalm() && performance.now() - askedAt >= HOUR) {
    askedAt = performance.now();
    registration.update().catch(() => {}); // Without a network there is no newer version.
  }
  letIn();
}

// A version that cannot start must not keep the next one out, which may be its cure.
function giveWay() {
  mayReload = true;
  window.betekenis.idle();
}

async function letIn() {
  if (!registration.waiting || !registration.active) return;
  page.update = "waiting";
  if (!mayReload || state !== "idle" || !navigator.locks) return;
  await released;
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    const next = registration.waiting;
    if (!lock || !next || state !== "idle") return;
    next.postMessage({ type: "activate" });
    // Held until then, so that no other page starts a session in between.
    await until(next, "activated");
  });
}

// --- A draft belongs to the page that writes it ---------------------------------------------------------------------

// A page of participants holds a lock with the id of the response it is at, so that no other page takes it up or ends it.
// Pages start one after the other: the next one looks when this one has said which response it is at.
const AT = "betekenis-response ";
const START = "betekenis-start";
const LATE = 3000; // A page that is loaded anew waits for the one before it, which lets go a moment late.
let at; // The id.
let leave; // Gives its lock back.
let begun; // Lets the next page start.
const beginning = new Promise((resolve) => (begun = resolve));

async function isAt(id) {
  if (id !== at) {
    leave?.();
    at = id;
    leave = undefined;
    const end = id && new Promise((resolve) => (leave = resolve));
    if (id) await new Promise((resolve) => withLock(AT + id, () => (resolve(), end)).catch(resolve));
  }
  begun();
}

const withLock = async (name, job, signal) => navigator.locks?.request(name, { signal }, job) ?? job();
const soon = () => AbortSignal.timeout(LATE);

// Where storage is blocked, locks are too: then the app looks for itself, and says so.
async function lookElsewhere() {
  if (isCoordinator || !navigator.locks) return;
  await new Promise((resolve) => withLock(START, () => (resolve(), beginning), soon()).catch(resolve));
  const { held } = await navigator.locks.query();
  const others = held.map(({ name }) => name).filter((name) => name.startsWith(AT));
  const alive = others.map((name) => withLock(name, () => "", soon()).catch(() => name.slice(AT.length)));
  page.elsewhere = (await Promise.all(alive)).join(" ");
}

// --- The service worker --------------------------------------------------------------------------------------------

async function keepOnTablet() {
  const scope = link(tag.root);
  // What an earlier visit has left takes no line. Another site's, above this one on the same host, is not ours.
  const kept = await workers.getRegistration(scope).catch(() => {});
  if (kept?.scope === scope) attend(kept);
  await calm;
  const registering = workers.register(scope + "service-worker.js", { scope, updateViaCache: "none" });
  registering.catch(() => {}).then(isRegistered);
  const now = await registering;
  if (registration !== now) attend(now);
  look();
}

// Looks after a registration: lets in what comes, and says when all is on the tablet.
async function attend(found) {
  registration = found;
  const watch = () => found.installing && until(found.installing, "installed").then(letIn);
  found.addEventListener("updatefound", watch);
  watch();
  letIn();
  setInterval(look, HOUR / 6);

  const { active } = await workers.ready;
  await until(active, "activated");
  if (isCoordinator) {
    // The coordinator's files are kept only on tablets where this page is used.
    workers.addEventListener("message", ({ data }) => {
      if (data?.type === "coordinator") page.offline = "ready";
    });
    active.postMessage({ type: "coordinator" });
  } else {
    page.offline = "ready";
  }
}

// Resolves when `worker` has come as far as `stage`, or has been thrown away.
function until(worker, stage) {
  const stages = ["installing", "installed", "activating", "activated", "redundant"];
  return new Promise((resolve) => {
    const check = () => stages.indexOf(worker.state) >= stages.indexOf(stage) && resolve();
    worker.addEventListener("statechange", check);
    check();
  });
}

// --- Start ---------------------------------------------------------------------------------------------------------

hold();
try {
  // Together: the script needs the wasm anyway.
  const wasm = fetch(link(tag.wasm));
  wasm.catch(() => {}); // Told below, by the script that waits for it.
  const looked = lookElsewhere().catch(() => {});
  if (!isCoordinator) looked.then(mayHaveDraft).then((may) => may || (page.drafts = "none"));
  const { default: init } = await import(link(tag.js));
  await looked;
  await init({ module_or_path: wasm });
  waitForQuiet();
} catch (error) {
  console.error(error);
  const trouble = document.getElementById("trouble");
  trouble.hidden = false;
  trouble.querySelector("button").addEventListener("click", () => location.reload());
  calmDown();
  giveWay();
}
// An app that hasn't said a word by now never will.
if (!isCoordinator) setTimeout(() => state === "unknown" && giveWay(), 60_000);
// Without https there are no workers.
if (workers) keepOnTablet().catch((error) => console.warn("not kept on this tablet:", error));
