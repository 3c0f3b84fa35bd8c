// What is kept on this tablet, as far as the scripts of a page need it. No other script knows how it is written, and this one
// writes nothing but who answers this time. The app's side is in src/format/settings.rs and src/browser/recordings.rs; a test
// (tests/it/scripts.rs) holds both against each other.
//
// Nothing here fails: where storage is blocked, or nobody can read what is there, nothing is kept.

const read = (storage, name) => {
  try {
    return window[storage].getItem("betekenis." + name);
  } catch {
    return null;
  }
};

// What the coordinator has set: { mode, present, practice, centre, languages }. Each may be missing but the languages (ids), of
// which there may be none.
export function activity() {
  let set;
  try {
    set = JSON.parse(read("localStorage", "activity"));
  } catch {
    // Nobody can read it.
  }
  return { ...set, languages: Array.isArray(set?.languages) ? set.languages : [] };
}

export const hasPin = () => Boolean(read("localStorage", "pin"));

// Who answers this time, in place of what the activity says: { mode, present }; `undefined` if nobody has said. It is kept as
// two words, the second of which may be missing, and for this page only. The app reads it when a language is chosen, and forgets
// it when that participant has gone.
export function answering() {
  const [mode, present] = read("sessionStorage", "answering")?.split(" ") ?? [];
  return mode && { mode, ...(present && { present: Number(present) }) };
}

export function setAnswering({ mode, present = "" }) {
  try {
    sessionStorage.setItem("betekenis.answering", `${mode} ${present}`);
  } catch {
    // It stays as it was.
  }
}

// What holds for whoever comes next.
export const settings = () => ({ ...activity(), ...answering() });

// --- Drafts ----------------------------------------------------------------------------------------------------------

// Whether somebody may have been cut off in the middle of a session: `false` only where there surely is no draft.
export async function mayHaveDraft() {
  try {
    const found = await indexedDB.databases();
    return found.some(({ name }) => name === "betekenis") && (await countDrafts()) > 0;
  } catch {
    return true;
  }
}

function countDrafts() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("betekenis");
    // It has gone meanwhile, and here is nobody who could make it anew.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = reject;
    opening.onsuccess = () => {
      const { result } = opening;
      try {
        const counted = result.transaction("drafts").objectStore("drafts").count();
        counted.onsuccess = () => resolve(counted.result);
        counted.onerror = reject;
      } catch (error) {
        reject(error);
      }
      result.close();
    };
  });
}

// --- Recordings made on this tablet ----------------------------------------------------------------------------------

const key = (language, text) => language + "\n" + text;

function ask(question) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("betekenis-voices", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("recordings");
    opening.onerror = reject;
    opening.onsuccess = () => {
      const { result } = opening;
      try {
        const asked = question(result.transaction("recordings").objectStore("recordings"));
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = reject;
      } catch (error) {
        reject(error);
      }
      // When the answer is there. Nobody has to wait for us.
      result.close();
    };
  });
}

// The texts that somebody has spoken in a language, as they stand in the study.
export async function recordedTexts(language) {
  const keys = await ask((store) => store.getAllKeys(IDBKeyRange.bound(key(language, ""), key(language, "\uffff"))));
  return keys.map((one) => one.slice(key(language, "").length));
}

// The sound of one of them.
export const recording = async (language, text) => (await ask((store) => store.get(key(language, text)))).wav.slice().buffer;
