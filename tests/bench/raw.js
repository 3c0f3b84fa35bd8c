// The same work as our store and our sender do, written by hand straight onto IndexedDB and fetch, and no more than
// the bare writing: what is measured against. The databases are made by our store, so stores and index are the same.

export const open = (name) => result(indexedDB.open(name));

/** The entry of the response `id` in the ledger, as our store has written it. */
export const entryOf = (db, id) => result(db.transaction("ledger").objectStore("ledger").get(id));

/** Puts responses in, each with an entry like `entry`. Not measured. */
export async function fill(db, ids, texts, entry) {
  const tx = db.transaction(["responses", "ledger"], "readwrite", { durability: "relaxed" });
  const [responses, ledger] = ["responses", "ledger"].map((name) => tx.objectStore(name));
  ids.forEach((id, at) => {
    responses.put(texts[at], id);
    ledger.put({ ...entry, id });
  });
  await done(tx);
}

/** Finishes one response after another. */
export async function finish(db, ids, texts, entry) {
  for (let at = 0; at < ids.length; at++) {
    const tx = db.transaction(["drafts", "responses", "ledger"], "readwrite", { durability: "strict" });
    tx.objectStore("responses").put(texts[at], ids[at]);
    tx.objectStore("ledger").put({ ...entry, id: ids[at] });
    tx.objectStore("drafts").delete(ids[at]);
    await done(tx);
  }
}

/** Saves one draft after another. */
export async function saveDrafts(db, ids, texts) {
  for (let at = 0; at < ids.length; at++) {
    const tx = db.transaction("drafts", "readwrite", { durability: "relaxed" });
    tx.objectStore("drafts").put(texts[at], ids[at]);
    await done(tx);
  }
}

/** Sends at most `most` of those that wait, in one request. */
export async function send(db, url, most, day) {
  const waiting = IDBKeyRange.bound(["waiting", ""], ["waiting", []], true, true);
  const start = db.transaction(["ledger", "responses"], "readwrite", { durability: "relaxed" });
  const [ledger, responses] = ["ledger", "responses"].map((name) => start.objectStore(name));
  const entries = await result(ledger.index("by-state").getAll(waiting, most));
  const texts = await Promise.all(
    entries.map((entry) => {
      ledger.put({ ...entry, state: "sending" });
      return result(responses.get(entry.id));
    }),
  );
  await done(start);

  const batch = crypto.randomUUID();
  const answer = await fetch(url, {
    method: "POST",
    credentials: "omit",
    cache: "no-store",
    headers: { "Content-Type": "application/json", "Idempotency-Key": `"${batch}"` },
    body: `{"schema":"batch/1","batch":"${batch}","responses":[${texts.join(",")}]}`,
  });
  const accepted = new Set((await answer.json()).accepted);

  const settle = db.transaction("ledger", "readwrite", { durability: "strict" });
  const verdicts = settle.objectStore("ledger");
  const receipt = `${new URL(url).host} ${batch}`;
  for (const entry of entries) {
    if (!accepted.has(entry.id)) throw new Error(`not accepted: ${entry.id}`);
    verdicts.put({ ...entry, state: "sent", day, sent: day, receipt });
  }
  await done(settle);
}

function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function done(tx) {
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error);
    tx.commit();
  });
}
