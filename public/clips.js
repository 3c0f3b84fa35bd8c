// What a study has to be heard: the words, the recordings and the clips of each of its languages. voice.js plays them.
import { recordedTexts } from "./kept.js";

const { root, study = "studies/ontmoetingscentra/" } = document.getElementById("boot").dataset;

export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
// Nothing, where something is refused or does not come.
export const attempt = (promise, ms) => Promise.race([promise.catch(() => {}), wait(ms)]);

// Milliseconds. Nobody is kept waiting longer for a sound, and what has not begun by then never will.
export const PATIENCE = 2000;

const languages = new Map();
const wholes = new Map(); // All clips of a language, once they are here.

export function language(id) {
  if (!languages.has(id)) languages.set(id, load(id));
  return languages.get(id);
}

// Whoever taps a language is spoken to in it: its words come beside the app, which may still be on its way.
const { language: tapped } = document.documentElement.dataset;
if (tapped) language(tapped);
addEventListener(
  "click",
  ({ target }) => {
    const tile = target.closest?.("button[data-language]");
    if (tile) language(tile.dataset.language);
  },
  true,
);

// What has been recorded on this tablet may have changed.
export const forget = () => languages.clear();

async function load(id) {
  const index = bytes(`sounds/${id}.json`).then(([found]) => JSON.parse(new TextDecoder().decode(found)));
  const recorded = recordedTexts(id);
  return {
    words: {},
    recordings: {},
    clips: {},
    ...(await index.catch(() => {})),
    id,
    recorded: (await attempt(recorded, PATIENCE)) ?? [],
  };
}

// A file of the study, and whether it is only the part that was asked for.
export async function bytes(path, headers) {
  const answer = await fetch(root + study + path, { headers });
  if (!answer.ok) throw answer;
  return [await answer.arrayBuffer(), answer.status === 206];
}

// Only the clip itself while the others are still on their way: on a thin line they take a minute.
export async function clip(its, [from, length]) {
  const { id } = its;
  const path = `sounds/${id}.clips`;
  try {
    if (!wholes.get(id)) {
      const [found, isPart] = await bytes(path, { Range: `bytes=${from}-${from + length - 1}` });
      its.isCut = false;
      if (isPart) {
        if (id === document.documentElement.lang && !wholes.has(id)) {
          wholes.set(id, undefined);
          // The first card is waiting for the same line.
          const whole = window.betekenis.calm.then(() => bytes(path));
          whole.then(([all]) => wholes.set(id, all), () => wholes.delete(id));
        }
        return found;
      }
      wholes.set(id, found);
    }
    return wholes.get(id).slice(from, from + length);
  } catch (error) {
    its.isCut = true;
    throw error;
  }
}
