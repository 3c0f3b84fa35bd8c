// Keeps the app on the tablet, so that it starts without a network. A template: tools/site fills in the four lines
// below with the version and with the digest of every file (16 digits of SHA-256) by its address.
const version = "%version%";
const participant = "%participant%";
const coordinator = "%coordinator%";
const languages = "%languages%";

const files = new Map(Object.entries(Object.assign({}, participant, coordinator, ...Object.values(languages))));
const { scope } = registration;
// Other sites may live on this host, and other copies of this one under other paths: their caches are not ours.
const isOurs = (name) => name.startsWith("betekenis-") && name.endsWith(` ${scope}`);
const current = `betekenis-${version} ${scope}`;
// The list of languages stands in the cache too, for the next version: it looks which of them were wholly there.
const LANGUAGES = "languages.json";

let isFirst = false;

addEventListener("install", (event) => {
  isFirst = !registration.active;
  event.waitUntil(install());
});

// All files or none: an install that fails leaves the old version in charge, and the next one goes on where it was.
async function install() {
  const used = await findKept("coordinator/");
  const ids = (await Promise.all((await caches.keys()).filter(isOurs).map(findWhole))).flat();
  const lists = [participant, used ? coordinator : {}, ...ids.map((id) => languages[id] ?? {})];
  await keep(new Set(lists.flatMap(Object.keys)));
  const cache = await caches.open(current);
  await cache.put(LANGUAGES, new Response(JSON.stringify(languages)));
}

addEventListener("message", (event) => {
  const { type, id } = event.data ?? {};
  // Only when boot.js says that nobody is taking part.
  if (type === "activate") skipWaiting();
  if (type === "coordinator") {
    const done = keep(Object.keys(coordinator));
    event.waitUntil(done.then(() => event.source.postMessage({ type: "coordinator" })));
  }
  if (type === "prepare") event.waitUntil(prepare(id).then((ids) => event.ports[0].postMessage(ids)));
});

// Answers with all languages that are on this tablet, whether or not this one could be added.
async function prepare(id) {
  await keep(Object.keys(languages[id] ?? {})).catch(() => {});
  return findWhole(current).catch(() => []);
}

// The languages (ids) of which the cache `name`, of one version, holds every file.
async function findWhole(name) {
  const cache = await caches.open(name);
  const lists = await cache.match(LANGUAGES);
  const whole = [];
  for (const [id, list] of Object.entries(lists ? await lists.json() : {})) {
    const isKept = async ([path, digest]) => (await cache.match(path))?.headers.get("x-digest") === digest;
    const kept = await Promise.all(Object.entries(list).map(isKept));
    if (kept.every(Boolean)) whole.push(id);
  }
  return whole;
}

addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

async function activate() {
  const old = (await caches.keys()).filter((name) => isOurs(name) && name !== current);
  await Promise.all(old.map((name) => caches.delete(name)));
  // On the very first visit the page that is open works without a network at once.
  if (isFirst) await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // Responses that are sent, and all that isn't ours, go their way untouched.
  if (request.method !== "GET" || !url.href.startsWith(scope)) return;
  if (url.search && request.mode !== "navigate") return;
  const path = (url.origin + url.pathname).slice(scope.length).replace(/(^|\/)index\.html$/, "$1") || "./";
  if (files.has(path)) event.respondWith(answer(request, path));
});

async function answer(request, path) {
  try {
    let kept = await caches.match(path, { cacheName: current });
    // A single sound is fetched alone, until its language is kept.
    if (!kept && request.headers.has("range")) return fetch(request);
    if (!kept) {
      // One of the coordinator's or of a language, or thrown away by the browser.
      await keep([path]);
      kept = await caches.match(path, { cacheName: current });
    }
    return await part(request, kept);
  } catch {
    return fetch(request);
  }
}

// Safari plays sounds only from a server that can send a part.
async function part(request, response) {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get("range"));
  if (!range) return response;
  const whole = await response.blob();
  const start = Number(range[1]);
  const end = Math.min(range[2] ? Number(range[2]) + 1 : whole.size, whole.size);
  return new Response(whole.slice(start, end), {
    status: 206,
    headers: { "content-type": whole.type, "content-range": `bytes ${start}-${end - 1}/${whole.size}` },
  });
}

// Puts files into the cache of this version, from the one before where they haven't changed.
function keep(paths) {
  return Promise.all([...paths].map(keepOne));
}

// What is on its way, by path: whoever asks for the same meanwhile waits for it. To write a file anew while it is read has
// ended the process in which WebKit keeps all that is stored; and it would be downloaded twice.
const underWay = new Map();

function keepOne(path) {
  if (!underWay.has(path)) underWay.set(path, put(path).finally(() => underWay.delete(path)));
  return underWay.get(path);
}

async function put(path) {
  const cache = await caches.open(current);
  if (await cache.match(path)) return;
  await cache.put(path, (await findKept(path, files.get(path))) ?? (await load(path)));
}

// What a cache of ours holds under `path`, if asked with this very content.
async function findKept(path, digest) {
  for (const name of (await caches.keys()).filter(isOurs)) {
    const kept = await caches.match(path, { cacheName: name });
    if (kept && (!digest || kept.headers.get("x-digest") === digest)) return kept;
  }
}

// The content is compared, not only the status: the page of a Wi-Fi portal, or half an upload of a new version, also
// comes with a 200.
async function load(path) {
  const response = await fetch(path, { cache: "no-cache", redirect: "error" });
  const bytes = await response.arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes), 0, 8);
  const digest = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!response.ok || digest !== files.get(path)) throw new Error(`${path} is not of this version`);
  const headers = new Headers(response.headers);
  // About the bytes on the line, not the file; and a cache must not look at the request's headers.
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  headers.set("x-digest", digest);
  return new Response(bytes, { headers });
}
