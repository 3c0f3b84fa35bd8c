// Says aloud what stands on the participant's page, and lights up what it says. The app knows nothing of it: what is
// said is found in the page.
//
// A sound comes from the first of these that has one: a recording made on this tablet, a recording of the study, a
// speech voice on this tablet, a clip made at build. Never from a speech voice elsewhere. Without a sound all goes on.
//
// For the style and the tests: `data-spoken` is on what is being said, and `data-voice` on <html>:
//   off       nobody takes part, or the sound has been turned off
//   checking  the question whether one can be heard lies over the consent, or is about to
//   ready     what is shown is said
//   none      nothing can be said in this language
import { PATIENCE, attempt, bytes, clip, forget, language, wait } from "./clips.js";
import { activity, recording } from "./kept.js";

const page = document.documentElement;
const app = document.getElementById("app");
const speech = window.speechSynthesis;

// Milliseconds. What has changed by then is told together.
const SETTLED = 150;
const BETWEEN = 200;
const LOUDEST = 3;

const icon = (name) => `<span class="icon" data-icon="${name}" aria-hidden="true"></span>`;
const button = (more, name) => `<button type="button" ${more}>${icon(name)}</button>`;
const voice = document.createElement("div");
voice.id = "voice";
voice.innerHTML =
  button('class="voice-off"', "speaker-x") + button('class="voice-again"', "speaker-high") + '<p role="status"></p>';
const [off, again, told] = voice.children;
document.body.prepend(voice);

// --- What can be said in a language --------------------------------------------------------------------------------

const main = (lang) => lang.split(/[-_]/)[0].toLowerCase();
const voices = () => (!isVoiceBroken && speech?.getVoices().filter((one) => one.localService)) || [];
const voiceOf = (id) => voices().find(({ lang }) => main(lang) === main(id));

function isHeard({ id, recorded, recordings, clips, isCut }) {
  return voiceOf(id) || (canPlay() && Object.keys({ ...recorded, ...recordings, ...(isCut ? {} : clips) }).length);
}

// Voices, and sounds as a name and a function that promises the bytes; the best first.
function sources(text, its) {
  const { id, recorded, recordings, clips } = its;
  const texts = [text];
  for (const name of [activity().centre, its.centre]) if (name) texts.push(text.replaceAll(name, "{centre}"));
  const own = texts.find((key) => recorded.includes(key));
  const path = recordings[texts.find((key) => recordings[key])];
  const place = clips[texts.find((key) => clips[key])];
  return [
    own && [id + own, () => recording(id, own)],
    path && [path, async () => (await bytes(path))[0]],
    voiceOf(id),
    place && [id + place, () => clip(its, place).finally(refresh)],
  ].filter(Boolean);
}

// --- Sound ---------------------------------------------------------------------------------------------------------

// `audio` is null where there is none.
let audio, gain, source, hasRun, isUnlocked, isVoiceUnlocked, isVoiceBroken;
// An iPad lets nothing be heard that was not made within a touch.
const IS_MADE_IN_TOUCH = "standalone" in navigator;
const canPlay = () => isUnlocked && audio !== null && "AudioContext" in window;
let level = 1;
let utterance; // Kept: a browser forgets to tell of the end of one that nobody holds.
const decoded = new Map();

// A tap acts when the finger leaves the screen, and what it brings may take away what the rest of the touch would go to. The
// browser lets the page be heard a moment later: it is looked for so often, with so many milliseconds between.
const LOOKS = 20;
const LOOK = 25;

// Browsers let a page be heard from a touch on; after a call, again from the next one.
function unlock(_, looks = LOOKS) {
  if (navigator.userActivation?.isActive === false) {
    if (looks) setTimeout(unlock, LOOK, _, looks - 1);
    return;
  }
  if (!isUnlocked) seen = undefined;
  isUnlocked = true;
  try {
    if (IS_MADE_IN_TOUCH) prepareAudio();
    if (audio && audio.state !== "running") {
      audio.resume().catch(() => {});
      if (hasRun) hasRun = seen = undefined;
    }
    const [first] = isVoiceUnlocked ? [] : voices();
    if (first && !isVoiceUnlocked) {
      isVoiceUnlocked = true;
      utterance = new SpeechSynthesisUtterance(" ");
      utterance.voice = first;
      utterance.volume = 0;
      speech.speak(utterance);
    }
  } catch {
    // It stays silent.
  }
  if (!seen) notice();
}

// Only when a sound is due: it holds up the page for a tenth of a second.
function prepareAudio() {
  if (audio || !canPlay()) return;
  try {
    // An iPad that is switched to silence speaks all the same.
    if (navigator.audioSession) navigator.audioSession.type = "playback";
    audio = new AudioContext();
    audio.onstatechange = () => (hasRun ||= audio.state === "running");
    gain = audio.createGain();
    // Loud does not crackle.
    gain.connect(audio.createDynamicsCompressor()).connect(audio.destination);
  } catch {
    audio = null;
  }
}

// Keeps a few.
async function sound([name, promised], mine) {
  if (!decoded.has(name)) {
    const found = await promised();
    // Nobody waits for it any more.
    if (mine !== turn) throw mine;
    prepareAudio();
    const made = await audio.decodeAudioData(found);
    if (decoded.size > 30) decoded.clear();
    decoded.set(name, made);
  }
  return decoded.get(name);
}

async function play(one, mine, element) {
  const buffer = await sound(one, mine);
  await attempt(audio.resume(), PATIENCE);
  if (mine !== turn) return;
  if (audio.state !== "running") throw audio;
  light(element);
  const playing = (source = audio.createBufferSource());
  playing.buffer = buffer;
  playing.connect(gain);
  gain.gain.value = level;
  playing.start();
  await attempt(new Promise((resolve) => (playing.onended = resolve)), (buffer.duration + 1) * 1000);
  playing.stop();
}

async function tell(by, mine, element, text) {
  // What was broken off swallows what follows at once.
  await wait(60);
  if (mine !== turn) return;
  light(element);
  try {
    await new Promise((resolve, reject) => {
      utterance = new SpeechSynthesisUtterance(text);
      utterance.voice = by;
      utterance.lang = by.lang;
      utterance.rate = 0.9;
      utterance.onend = resolve;
      utterance.onerror = reject;
      const late = setTimeout(reject, PATIENCE);
      utterance.onstart = () => {
        clearTimeout(late);
        setTimeout(resolve, PATIENCE + 150 * text.length);
      };
      speech.resume();
      speech.speak(utterance);
    });
  } catch (error) {
    isVoiceBroken ||= mine === turn;
    throw error;
  } finally {
    if (mine === turn) speech.cancel();
  }
}

// --- One after the other -------------------------------------------------------------------------------------------

let turn = 0; // Who speaks looks whether it still is their turn.
let queue = [];
let now; // What is being said.
let lit;
let isMuted;

function light(element) {
  lit?.removeAttribute("data-spoken");
  lit = element;
  lit?.setAttribute("data-spoken", "");
}

function stop() {
  turn += 1;
  queue = [];
  now = undefined;
  light();
  source?.stop();
  if (speech?.speaking || speech?.pending) speech.cancel();
}

async function say(items) {
  stop();
  if (isMuted || !isUnlocked) return;
  queue = items;
  const mine = turn;
  let isSaid;
  while (mine === turn && (now = queue.shift())) {
    const { text, lang, element } = now;
    for (const one of sources(text, await language(lang))) {
      if (mine !== turn) return;
      const saying = (one.lang ? tell : play)(one, mine, element, text);
      if (await saying.then(() => true, () => false)) {
        isSaid = true;
        break;
      }
    }
    if (mine !== turn) return;
    light();
    await wait(BETWEEN);
  }
  // No question that is not heard, and no button that says nothing.
  if (mine !== turn || isSaid) return;
  if (sheet) close();
  else if (isStart()) voice.dataset.mute = "";
}

// --- What stands there ---------------------------------------------------------------------------------------------

const front = () => sheet ?? [...app.querySelectorAll(".sheet")].at(-1) ?? app.querySelector(".screen");
const isStart = () => front()?.matches(".language-screen");
// Without the signs that keep the name of a centre to itself, which no text of the study has.
const tidy = (text) => text.replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ").trim();

// Everything with words. Ranks: heading, the rest, hints, the fixed buttons, what is said only when it is asked for.
function gather(top) {
  const items = [];
  const walk = (element) => {
    const is = (selector) => element.matches(selector);
    if (is("[aria-hidden=true], .to-coordinator, textarea") || !element.getClientRects().length) return;
    const isPile = is(".tray-open");
    let text = tidy([...element.childNodes].map((node) => (node.nodeType === 3 ? node.data : "")).join(" "));
    if (isPile || (!element.textContent.trim() && is("button, a, img, [role=img]"))) {
      text = element.ariaLabel ?? element.alt ?? "";
    }
    // "Put back: a card", "A pile: put back".
    if (isPile) text = text.split(": ").at(-1);
    const { lang } = element.closest("[lang]");
    let rank = is("h1") ? 0 : is(".hint, .small-hint") ? 2 : 1;
    // The button for another language bears no word.
    if (isPile || lang !== page.lang || text.endsWith("←") || is(".frame-language")) rank = 4;
    else if (element.closest("button[class^=frame-]")) rank = 3;
    if (text && lang) {
      const option = element.closest("button:not(.tray-button), a, li, .tray, .card-in-hand, .story-card");
      items.push({ text: text.replace(" ←", ""), lang, rank, element: option ?? element });
    }
    if (!isPile) [...element.children].forEach(walk);
  };
  walk(top);
  return items;
}

const sorted = (items, rank) => items.sort((one, other) => rank(one) - rank(other));

// The screen that was there last, its heading, and what stood on it.
let seen;
// Where something has changed since: on places of cards, or anywhere.
let changed = [];
const CARDS = ".card-in-hand, .tray-cards";

// What is new there since the last time. Where only cards have come and gone, only those are read.
function see(top, places = []) {
  const isOnlyCards = seen?.top === top && places.length && places.every(Boolean);
  const read = isOnlyCards ? [...new Set(places)] : [top];
  const items = sorted(read.flatMap(gather).filter(({ rank }) => rank < 4), ({ rank }) => rank);
  const heading = isOnlyCards ? seen.heading : top.className + top.querySelector("h1")?.textContent;
  const old = seen?.heading === heading ? seen.items : [];
  const texts = old.map(({ text }) => text);
  const others = isOnlyCards ? old.filter(({ element }) => !read.some((place) => place.contains(element))) : [];
  seen = { top, heading, items: [...others, ...items] };
  return items.filter(({ text }) => !texts.includes(text));
}

function look() {
  refresh();
  const places = changed;
  changed = [];
  const top = front();
  if (!top || !isUnlocked || isStart()) return;
  const fresh = see(top, places);
  if (!fresh.length) return;
  // The word of what was tapped may be finished first.
  if (now?.isTapped) queue = fresh;
  else say(fresh);
}

// Everything, the fixed buttons last; what is new is part of it, and breaks nothing off.
function sayAll() {
  isMuted = false;
  refresh();
  see(front());
  say(sorted(gather(front()), ({ rank }) => rank && (rank === 3 ? 2 : 1)));
}

let looking;
// Whoever comes to the consent now has just chosen a language. Who stood there already when the voice came is not asked
// whether they hear it: the question would come over what they are tapping.
let isNew = Boolean(app.querySelector(".language-screen"));

function notice(records) {
  changed.push(...(records?.map(({ target }) => target.closest?.(CARDS)) ?? [undefined]));
  const wasNew = isNew;
  if (front()) isNew = isStart();
  if (wasNew && !isNew && front().matches(".consent-screen")) check();
  if (sheet && app.querySelector(".sheet")) close();
  refresh();
  looking ??= setTimeout(() => {
    looking = undefined;
    look();
  }, SETTLED);
}

const observer = new MutationObserver(notice);
observer.observe(app, { childList: true, characterData: true, subtree: true });
observer.observe(page, { attributeFilter: ["lang"] });

// Writes the words of the page's language on the buttons, and hides them if they could say nothing.
async function refresh() {
  const { lang } = page;
  const its = !isStart() && lang && (await language(lang));
  // While its words were fetched the participant may have gone.
  if (lang !== page.lang || (its && isStart())) return;
  const { hear = "Luister · Listen", sound_off = "Geluid uit · Sound off", sound_on = "Geluid aan · Sound on" } =
    its?.words ?? {};
  set(voice, "lang", lang || "nl");
  set(again, "ariaLabel", isMuted ? sound_on : hear);
  set(off, "ariaLabel", sound_off);
  set(off, "ariaPressed", `${!!isMuted}`);
  const isNone = its && isUnlocked && !isHeard(its);
  if (its) voice.toggleAttribute("data-mute", isNone);
  set(page.dataset, "voice", sheet ? "checking" : !its || isMuted ? "off" : isNone ? "none" : "ready");
}

// What is set anew is styled anew, also where it says the same.
const set = (one, name, value) => {
  if (one[name] !== value) one[name] = value;
};

// --- Do you hear me? -----------------------------------------------------------------------------------------------

let sheet;
const ANSWERS = { hear_yes: "check", hear_louder: "speaker-high", hear_off: "speaker-x" };

// Lies over the app at once, so that nobody taps what is about to be covered.
async function check() {
  page.dataset.voice = "checking";
  voice.dataset.asks = "";
  app.inert = true;
  const mine = (sheet = document.createElement("div"));
  mine.className = "screen message-screen sheet";
  mine.dataset.kind = "hear";
  voice.append(mine);
  const words = await attempt(question(), PATIENCE);
  if (mine !== sheet) return;
  if (!words) return close();
  mine.role = "dialog";
  mine.ariaModal = true;
  mine.setAttribute("aria-labelledby", "hear");
  let answers = "";
  for (const [name, picture] of Object.entries(ANSWERS)) {
    answers += button(`class="large-button${answers ? "" : " main-button"}" data-hear="${name}"`, picture);
  }
  mine.innerHTML = `${icon("ear")}<h1 id="hear" tabindex="-1"></h1><div class="choice-row">${answers}</div>`;
  const heading = mine.querySelector("h1");
  heading.textContent = words.hear_question;
  for (const one of mine.querySelectorAll("button")) {
    const { hear } = one.dataset;
    one.append(words[hear]);
    one.onclick = () => {
      if (hear === "hear_louder") {
        level = Math.min(level * 1.75, LOUDEST);
        mine.dataset.louder = "";
        say(gather(mine));
      } else {
        isMuted = hear === "hear_off";
        stop();
        close();
      }
    };
  }
  heading.focus();
  look();
}

// The words, if there is something that could say the question.
async function question() {
  // The touch that led here may be about to let the page be heard.
  for (let n = 0; n < LOOKS && !isUnlocked; n += 1) await new Promise((go) => setTimeout(go, LOOK));
  const its = await language(page.lang);
  const { words } = its;
  const isWhole = words.hear_question && Object.keys(ANSWERS).every((name) => words[name]);
  if (isWhole && sources(words.hear_question, its).some((one) => one.lang || canPlay())) return words;
}

function close() {
  sheet.remove();
  sheet = seen = undefined;
  delete voice.dataset.asks;
  app.inert = false;
  front()?.querySelector("h1")?.focus();
  look();
}

// --- Hands ---------------------------------------------------------------------------------------------------------

for (const kind of ["pointerup", "touchend", "click", "keydown"]) document.addEventListener(kind, unlock, true);

// What says its word when it is tapped: all that has one, but for what lies on the table.
const SAID = ".tray-button, .picture-button, .chooser-card, .language-tile, .large-button, [class^=frame-]";

document.addEventListener("click", ({ target }) => {
  const pressed = target.closest("#app :is(button, a)");
  if (!pressed) return;
  const is = (selector) => pressed.matches(selector);
  const [word] = gather(pressed);
  const card = app.querySelector(".card-in-hand");
  if (card && is(".tray-button")) told.textContent = `${tidy(card.textContent)}: ${word.text}`;
  // By the time that it is the page's language its words are on their way.
  if (is(".language-tile")) language(pressed.lang);
  if (word && is(SAID)) say([{ ...word, isTapped: true }]);
  else stop();
}, true);

again.onclick = sayAll;
off.onclick = () => {
  if (isMuted) return sayAll();
  isMuted = true;
  stop();
  refresh();
};
document.addEventListener("visibilitychange", () => document.hidden && stop());
speech?.addEventListener?.("voiceschanged", refresh);

// The next participant. While the first screen of the page's own HTML still stands the app is only coming: then there is nothing
// to forget, and somebody may be listening already.
const { idle } = window.betekenis;
window.betekenis.idle = () => {
  if (app.querySelector(":scope > .screen")) return idle();
  forget();
  stop();
  sheet?.remove();
  sheet = seen = isMuted = isVoiceBroken = undefined;
  app.inert = false;
  level = 1;
  told.textContent = "";
  delete voice.dataset.mute;
  delete voice.dataset.asks;
  decoded.clear();
  page.dataset.voice = "off";
  idle();
  notice();
};

voices(); // Browsers look for them when they are asked the first time.
if (navigator.userActivation?.hasBeenActive) unlock();
notice();
