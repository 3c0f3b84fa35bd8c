// Looks for a word everywhere in the tablet where something of a participant could be left. Called with the word.
const [word] = arguments;
const found = [];
const look = (place, text) => String(text).includes(word) && found.push(place);

const fields = [...document.querySelectorAll("input, textarea")];
look("page", document.documentElement.outerHTML);
look("fields", fields.map(({ value }) => value));
look("title", document.title);
look("address", location.href);
look("history", JSON.stringify(history.state) + window.name);
look("local storage", JSON.stringify({ ...localStorage }));
look("session storage", JSON.stringify({ ...sessionStorage }));
look("cookies", document.cookie);

// What is being said, or is about to be.
const spoken = document.querySelectorAll("[data-spoken]").length;
const told = document.querySelector("#voice [role=status]")?.textContent;
if (spoken || told || window.speechSynthesis?.speaking || window.speechSynthesis?.pending) found.push("voice");
if (window.objectUrls?.size) found.push("object addresses");

const wait = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
async function lookInDatabases() {
  // Not the voices: they are the coordinator's, and may not be there.
  const database = await wait(indexedDB.open("betekenis"));
  for (const name of database.objectStoreNames) {
    const store = database.transaction(name).objectStore(name);
    const [keys, values] = await Promise.all([wait(store.getAllKeys()), wait(store.getAll())]);
    look(`database: ${name}`, JSON.stringify([keys, values]));
  }
  const drafts = await wait(database.transaction("drafts").objectStore("drafts").count());
  if (drafts) found.push("draft");
  database.close();
  for (const name of (await window.caches?.keys()) ?? []) {
    const cache = await caches.open(name);
    look("cache", (await cache.keys()).map(({ url }) => url));
  }
}
return lookInDatabases().then(() => found);
