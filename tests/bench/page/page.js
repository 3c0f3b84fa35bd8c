// The page written by hand: all that it does.
"use strict";
const STUDY = "../studies/ontmoetingscentra/";
const CARDS = [
  ["sc1", "Mensen goed leren kennen"],
  ["sc2", "Minder alleen zijn"],
  ["sc3", "Bij de buurt horen"],
  ["sc4", "Bij de groep horen"],
  ["lv1", "Leuke dingen doen"],
  ["lv2", "De buurt mooier maken"],
  ["lv3", "Elkaar vertrouwen"],
  ["lv4", "Me thuis voelen in de buurt"],
  ["lv5", "Veilig op straat"],
  ["sv1", "Mijn problemen begrijpen"],
  ["sv2", "Hulp vragen"],
  ["sv3-language", "Nederlands leren"],
  ["sv3-arrange", "Zelf dingen regelen"],
  ["sv4-valued", "Belangrijk zijn voor anderen"],
  ["sv4-happy", "Blij zijn"],
  ["mp1", "Hier meehelpen"],
  ["mp2", "Elkaar helpen"],
  ["mp3", "Nieuwe dingen durven"],
  ["mp4", "Mee kunnen doen"],
  ["vo1", "Over problemen praten"],
  ["vo2", "Iemand luistert naar mij"],
  ["vo3", "Hulp krijgen"],
  ["vo4", "Contact met de gemeente"],
  ["vo5", "Mijn mening geven over de buurt"],
];
// Id, words, picture, and the answers: id, words, picture.
const QUESTIONS = [
  ["contacts", "Hoeveel mensen heb je hier leren kennen?", "question-contacts", [
    ["none", "Geen", "people-none"],
    ["few", "Een paar", "people-few"],
    ["many", "Veel", "people-many"],
    ["much-more", "Heel veel", "calendar-often"],
    ["dont-know", "Weet ik niet", "dont-know"],
  ]],
  ["alone", "Je komt hier. Ben je nu vaker of minder vaak alleen dan eerst?", "question-alone", [
    ["less", "Minder vaak", "alone-less"],
    ["same", "Even vaak", "alone-same"],
    ["more", "Vaker", "alone-more"],
    ["much-more", "Heel veel", "calendar-often"],
    ["dont-know", "Weet ik niet", "dont-know"],
  ]],
  ["safe", "Hoe veilig voel je je op straat in jouw buurt?", "question-safe", [
    ["not", "Niet veilig", "glass-empty"],
    ["some", "Een beetje veilig", "glass-half"],
    ["safe", "Veilig", "glass-full"],
    ["much-more", "Heel veel", "calendar-often"],
    ["dont-know", "Weet ik niet", "dont-know"],
  ]],
  ["ask-help", "Hoe vaak vraag je hier hulp als dat nodig is?", "card-sv2", [
    ["never", "Nooit", "calendar-none"],
    ["sometimes", "Soms", "calendar-some"],
    ["always", "Altijd", "calendar-always"],
    ["much-more", "Heel veel", "calendar-often"],
    ["dont-know", "Weet ik niet", "dont-know"],
  ]],
  ["dutch", "Hoeveel Nederlands leer je hier?", "card-sv3-language", [
    ["none", "Niets", "glass-empty"],
    ["some", "Een beetje", "glass-half"],
    ["much", "Veel", "glass-full"],
    ["much-more", "Heel veel", "calendar-often"],
    ["dont-know", "Weet ik niet", "dont-know"],
  ]],
  ["help-out", "Hoe vaak help jij hier mee?", "card-mp1", [
    ["never", "Nooit", "calendar-none"],
    ["sometimes", "Soms", "calendar-some"],
    ["often", "Vaak", "calendar-often"],
    ["much-more", "Heel veel", "calendar-often"],
    ["dont-know", "Weet ik niet", "dont-know"],
  ]],
  ["listen", "Hoe vaak luisteren de mensen hier naar jou?", "card-vo2", [
    ["never", "Nooit", "calendar-none"],
    ["sometimes", "Soms", "calendar-some"],
    ["always", "Altijd", "calendar-always"],
    ["much-more", "Heel veel", "calendar-often"],
    ["dont-know", "Weet ik niet", "dont-know"],
  ]],
  ["have-say", "Hoeveel kun jij je mening geven over de buurt?", "card-vo5", [
    ["none", "Niet", "glass-empty"],
    ["some", "Een beetje", "glass-half"],
    ["much", "Veel", "glass-full"],
    ["much-more", "Heel veel", "calendar-often"],
    ["dont-know", "Weet ik niet", "dont-know"],
  ]],
];
const GLIDE = { duration: 260, easing: "ease-in-out" };
const MOST_SMALL = 5;
const SLOT = 32;
// So far a finger goes before it carries the card.
const DRAG_BEGINS = 16;

const find = (selector) => document.querySelector(selector);
const idle = window.requestIdleCallback ?? setTimeout;

function image(name) {
  const made = new Image();
  made.alt = "";
  made.src = `${STUDY}pictures/${name}.svg`;
  // It is drawn in the frame in which it comes.
  made.decode().catch(() => {});
  return made;
}

// --- Screens -------------------------------------------------------------------------------------------------------

let screen = find("#language");

function show(id) {
  screen.hidden = true;
  screen = find(id);
  screen.hidden = false;
  screen.querySelector("h1")?.focus({ preventScroll: true });
}

// --- Cards ---------------------------------------------------------------------------------------------------------

const hand = find(".card-in-hand");
const words = hand.firstChild;
const trays = [...document.querySelectorAll(".tray")].map((element) => ({
  element,
  fan: element.querySelector(".fan"),
  count: element.querySelector(".count"),
  cards: [],
}));
const [sorted, asked] = [...document.querySelectorAll(".bar span")];

let given, order, at, places;

function begin() {
  given = { id: crypto.randomUUID(), moves: [], answers: {} };
  order = CARDS.map(([id, text]) => ({ id, text }));
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  for (const tray of trays) {
    tray.cards = [];
    tray.fan.replaceChildren(tray.count);
    tray.count.textContent = "";
  }
  at = 0;
  prepare(2);
  take();
}

function prepare(many) {
  for (const card of order.slice(0, many)) card.picture ??= image(`card-${card.id}`);
}

// The next card comes to hand.
function take() {
  const card = order[at];
  sorted.style.transform = `scaleX(${at / order.length})`;
  if (!card) return ask(0);
  card.picture ??= image(`card-${card.id}`);
  hand.dataset.card = card.id;
  words.textContent = card.text;
  hand.replaceChildren(card.picture, words);
}

// Read once; nothing on this screen changes its place.
function measure() {
  const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2];
  places = {
    hand: middle(hand.getBoundingClientRect()),
    trays: trays.map(({ element }) => element.getBoundingClientRect()),
    fans: trays.map(({ fan }) => fan.getBoundingClientRect()),
  };
}

// Puts the card in hand on a pile; it flies there from `[x, y]`, as large as `scale` says.
function place(which, [x, y], scale) {
  const tray = trays[which];
  const card = order[at++];
  const small = document.createElement("span");
  small.className = "small-card";
  small.dataset.card = card.id;
  small.append(card.picture);
  tray.cards.push(small);
  const shown = tray.cards.slice(-MOST_SMALL);
  if (tray.cards.length > MOST_SMALL) tray.cards.at(-MOST_SMALL - 1).remove();
  shown.forEach((one, slot) => one.style.setProperty("--slot", slot));
  tray.count.before(small);
  tray.count.textContent = tray.cards.length;
  given.moves.push([card.id, tray.element.dataset.pile, Math.round(performance.now())]);
  const { left, top } = places.fans[which];
  const [dx, dy] = [x - left - (shown.length - 1) * SLOT - 48, y - top - 72];
  take();
  small.animate({ transform: [`translate(${dx}px,${dy}px) scale(${scale})`, "none"] }, GLIDE);
  hand.animate({ opacity: [0, 1] }, GLIDE);
  if (given.moves.length === 1) idle(settleIn);
}

function undo() {
  const last = given.moves.pop();
  if (!last) return;
  const tray = trays.find(({ element }) => element.dataset.pile === last[1]);
  tray.cards.pop().remove();
  const shown = tray.cards.slice(-MOST_SMALL);
  shown.forEach((one, slot) => one.style.setProperty("--slot", slot));
  tray.fan.replaceChildren(...shown, tray.count);
  tray.count.textContent = tray.cards.length || "";
  at -= 1;
  take();
}

// --- Questions -----------------------------------------------------------------------------------------------------

let now = find(".question");
const screens = [];

// A question's screen, made before it is shown.
function made(which) {
  if (screens[which] || !QUESTIONS[which]) return screens[which];
  const [, text, picture, choices] = QUESTIONS[which];
  const heading = Object.assign(document.createElement("h1"), { tabIndex: -1, textContent: text });
  const buttons = choices.map(([id, text, picture]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", ariaPressed: "false" });
    button.dataset.choice = id;
    button.append(image(picture), Object.assign(document.createElement("span"), { textContent: text }));
    return button;
  });
  const [question, row, apart] = ["question", "choices", "apart"].map((className) =>
    Object.assign(document.createElement("div"), { className }),
  );
  apart.append(buttons.pop());
  row.append(...buttons);
  question.append(image(picture), heading, row, apart);
  return (screens[which] = question);
}

function ask(which) {
  const next = made(which);
  asked.style.transform = `scaleX(${which / QUESTIONS.length})`;
  if (!next) return finish("complete");
  now.replaceWith(next);
  now = next;
  at = which;
  if (screen.id === "ask") next.querySelector("h1").focus({ preventScroll: true });
  else show("#ask");
  idle(() => made(which + 1));
}

function choose(button) {
  const before = now.querySelector("[aria-pressed=true]");
  if (before) before.ariaPressed = "false";
  button.ariaPressed = "true";
  given.answers[QUESTIONS[at][0]] = button.dataset.choice;
  ask(at + 1);
}

// --- What is kept --------------------------------------------------------------------------------------------------

let opening;
const open = () =>
  (opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("by-hand", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("responses", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = reject;
  }));

async function finish(outcome) {
  const kept = (await open()).transaction("responses", "readwrite", { durability: "strict" });
  kept.objectStore("responses").add({ ...given, outcome, language: document.documentElement.lang });
  kept.oncomplete = () => {
    find("#end img").src = `${STUDY}pictures/thanks.svg`;
    show("#end");
  };
}

// After the first card: the pictures of all others, the first question, the database, and what starts without a network.
function settleIn() {
  prepare(order.length);
  made(0);
  open();
  const workers = navigator.serviceWorker;
  workers?.register("worker.js").then(() => workers.ready).then(() => (document.documentElement.dataset.offline = "ready"));
}

// --- Hands ---------------------------------------------------------------------------------------------------------

const does = {
  agree() {
    show("#sort");
    measure();
  },
  decline: () => show("#language"),
  undo,
  back: () => (at > 0 ? ask(at - 1) : undefined),
  stop: () => finish("stopped"),
  again() {
    screens.length = 0;
    begin();
    show("#language");
  },
};

async function press(button) {
  const { language, choice } = button.dataset;
  if (language) {
    await speak(language);
    show("#consent");
  } else if (choice) choose(button);
  else if (button.matches(".tray-button")) place(trays.findIndex(({ element }) => element.contains(button)), places.hand, 4);
  else does[button.dataset.do]();
}

let down, dragged, lifted;

const trayAt = (x, y) => places.trays.findIndex(({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom);

function lift(which) {
  if (which === lifted) return;
  trays[lifted]?.element.removeAttribute("data-lifted");
  trays[which]?.element.setAttribute("data-lifted", "");
  lifted = which;
}

addEventListener("pointerdown", (event) => {
  if (!event.isPrimary) return;
  const { target, clientX: x, clientY: y } = event;
  down = { x, y, button: target.closest("button"), card: target.closest(".card-in-hand") };
  dragged = false;
});

addEventListener("pointermove", ({ isPrimary, clientX, clientY }) => {
  if (!isPrimary || !down?.card) return;
  const [dx, dy] = [clientX - down.x, clientY - down.y];
  dragged ||= Math.hypot(dx, dy) >= DRAG_BEGINS;
  if (!dragged) return;
  hand.style.transform = `translate(${dx}px,${dy}px) scale(0.5)`;
  lift(trayAt(clientX, clientY));
});

addEventListener("pointerup", ({ isPrimary, target, clientX, clientY }) => {
  if (!isPrimary || !down) return;
  const { button } = down;
  down = undefined;
  if (dragged) drop(clientX, clientY);
  else if (button && button === target.closest("button")) press(button);
});

function drop(x, y) {
  dragged = false;
  const which = trayAt(x, y);
  lift();
  const { transform } = hand.style;
  hand.style.transform = "";
  if (which < 0) hand.animate({ transform: [transform, "none"] }, GLIDE);
  else place(which, [x, y], 2);
}

addEventListener("pointercancel", () => {
  if (dragged) drop(-1, -1);
  down = undefined;
});
// By a key or a screen reader; a finger's own has been dealt with.
addEventListener("click", ({ detail, target }) => detail === 0 && target.closest("button") && press(target.closest("button")));
addEventListener("resize", () => screen.id === "sort" && measure());
addEventListener("contextmenu", (event) => event.preventDefault());

// --- Languages -----------------------------------------------------------------------------------------------------

// The words of another language come from the study.
async function speak(language) {
  if (language === document.documentElement.lang) return;
  const study = await (await fetch(`${STUDY}study${language === "nl" ? "" : `.${language}`}.json`)).json();
  const said = (text) => text[language].replace("{centre}", study.centre[language]);
  const texts = (list) => new Map(list.map(({ id, text }) => [id, said(text)]));
  const write = (selector, text) => (find(selector).textContent = text);
  const [sort, survey] = study.instruments;
  const cards = texts(study.cards);
  for (const card of [...CARDS]) card[1] = cards.get(card[0]);
  for (const card of order) card.text = cards.get(card.id);
  for (const question of QUESTIONS) {
    const { text, choices } = study.questions.find(({ id }) => id === question[0]);
    question[1] = said(text);
    const answers = texts([...choices, survey.dont_know]);
    for (const answer of question[3]) answer[1] = answers.get(answer[0]) ?? answer[1];
  }
  write("#consent h1", said(study.consent.title));
  document.querySelectorAll("#consent li span").forEach((one, at) => (one.textContent = said(study.consent.points[at].text)));
  write("#sort h1", said(sort.question));
  for (const { id, text } of sort.piles) write(`[data-pile=${id}] .tray-button span`, said(text));
  write("#end h1", said(study.thanks.text));
  const buttons = { agree: "agree", decline: "decline", undo: "undo", back: "back", stop: "stop", again: "done" };
  for (const one of document.querySelectorAll("[data-do]")) one.textContent = study.words[buttons[one.dataset.do]][language];
  document.documentElement.lang = language;
  document.documentElement.dir = study.languages.find(({ id }) => id === language).direction;
  screens.length = 0;
  take();
}

begin();
