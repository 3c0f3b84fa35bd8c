// As `page.js`, for what takes a while: the last argument is a function that takes the result.
const [job, ...asked] = [...arguments].slice(0, -1);
const done = arguments[arguments.length - 1];

const opened = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("betekenis");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const all = (store) =>
  new Promise((resolve, reject) => {
    const request = store.getAll();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const jobs = {
  // What lies in the database: drafts and responses as texts, and the states in the ledger.
  async stored() {
    const stores = ["drafts", "responses", "ledger"];
    // Opening it before the app does would make an empty one.
    const known = await indexedDB.databases();
    if (!known.some(({ name }) => name === "betekenis")) return { drafts: [], responses: [], states: [] };
    const database = await opened();
    const transaction = database.transaction(stores);
    const [drafts, responses, ledger] = await Promise.all(stores.map((store) => all(transaction.objectStore(store))));
    database.close();
    return { drafts, responses, states: ledger.map((entry) => entry.state) };
  },

  // Looks for a newer version, as a browser does by itself from time to time.
  async update() {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
  },

  // Once the pictures are there, two frames later everything stands where it belongs.
  async frames() {
    const pictures = [...document.images].filter((picture) => picture.loading !== "lazy" && picture.checkVisibility());
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  },
};
jobs[job](...asked).then(
  (result) => done({ result: result ?? null }),
  (error) => done({ error: String(error) }),
);
