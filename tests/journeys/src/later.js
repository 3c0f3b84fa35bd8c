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
    if (!known.some(({ name }) => name === "betekenis")) return { drafts: [], responses: [], ids: [], states: [] };
    const database = await opened();
    const transaction = database.transaction(stores);
    const [drafts, responses, ledger] = await Promise.all(stores.map((store) => all(transaction.objectStore(store))));
    database.close();
    return { drafts, responses, ids: ledger.map((entry) => entry.id), states: ledger.map((entry) => entry.state) };
  },

  // The drafts alone.
  async drafts() {
    const database = await opened();
    const drafts = await all(database.transaction("drafts").objectStore("drafts"));
    database.close();
    return drafts;
  },

  // Where each response stands, by its id.
  async ledger() {
    const database = await opened();
    const entries = await all(database.transaction("ledger").objectStore("ledger"));
    database.close();
    return Object.fromEntries(entries.map(({ id, state, day, reason = "" }) => [id, { state, day, reason }]));
  },

  // Puts finished responses there (ids and texts), as the app does.
  async seed(responses, day) {
    const database = await opened();
    const transaction = database.transaction(["responses", "ledger"], "readwrite");
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    for (const [id, text] of responses) {
      transaction.objectStore("responses").put(text, id);
      const entry = { id, state: "waiting", day, reason: "", finished: day, refused: "", sent: "", receipt: "" };
      transaction.objectStore("ledger").put(entry);
    }
    await done;
    database.close();
  },

  // Fills the storage up to the last byte that the browser gives, with what cannot be packed.
  async fill() {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("filler");
      request.onupgradeneeded = () => request.result.createObjectStore("filler", { autoIncrement: true });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const put = (size) =>
      new Promise((resolve, reject) => {
        const bytes = new Uint8Array(size);
        for (let at = 0; at < size; at += 0x10000) crypto.getRandomValues(bytes.subarray(at, at + 0x10000));
        const transaction = database.transaction("filler", "readwrite");
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => (transaction.error.name === "QuotaExceededError" ? resolve(false) : reject(transaction.error));
        transaction.objectStore("filler").put(bytes);
      });
    for (let size = 0x100000; size >= 1; size >>= 2) while (await put(size));
    database.close();
  },

  // Looks for a newer version, as a browser does by itself from time to time.
  async update() {
    const registration = await navigator.serviceWorker.getRegistration();
    // Once it has answered: a page at rest loads the newer version by itself, and a script whose page goes away has no answer.
    setTimeout(() => registration.update().catch(() => {}));
  },

  // Keeps languages on the tablet, and tells which are there.
  keep_languages(ids) {
    return window.betekenis.prepare(ids);
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
