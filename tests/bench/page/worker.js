// Keeps the page and its pictures on the tablet, and answers from there.
const STUDY = "../studies/ontmoetingscentra/pictures/";
const NAMES = [
  "alone-less", "alone-more", "alone-same", "calendar-always", "calendar-none", "calendar-often", "calendar-some",
  "card-lv1", "card-lv2", "card-lv3", "card-lv4", "card-lv5", "card-mp1", "card-mp2", "card-mp3", "card-mp4",
  "card-sc1", "card-sc2", "card-sc3", "card-sc4", "card-sv1", "card-sv2", "card-sv3-arrange", "card-sv3-language",
  "card-sv4-happy", "card-sv4-valued", "card-vo1", "card-vo2", "card-vo3", "card-vo4", "card-vo5", "consent-no-name",
  "consent-purpose", "consent-stop", "dont-know", "glass-empty", "glass-full", "glass-half", "people-few",
  "people-many", "people-none", "question-alone", "question-contacts", "question-safe", "thanks",
];
const FILES = ["./", "../icons/favicon.svg", ...NAMES.map((name) => `${STUDY}${name}.svg`)];
const CACHE = "by-hand-1";

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith(caches.match(event.request, { ignoreSearch: true }).then((kept) => kept ?? fetch(event.request)));
});
