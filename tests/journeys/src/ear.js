// Hears what a page says, and sees what is lit meanwhile: to be run before the page's own scripts, after `wanted`:
// { voices, rate, hasSound }. Everything sounds, but so many times as fast.
const ear = (window.ear = { heard: [], voices: wanted.voices });

// The same as in ear.rs (FNV-1a).
const digest = (bytes) => {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
};

// Without the signs around the name of a centre, which nobody sees.
const tidy = (text) => (text ?? "").replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ").trim();
const hear = (more) => {
  const lit = [...document.querySelectorAll("[data-spoken]")];
  const entry = {
    ...more,
    over: ear.heard.filter((one) => one.end === "none").length,
    lit: lit.map((one) => tidy([one.innerText, one.ariaLabel, one.querySelector("[aria-label]")?.ariaLabel].join(" "))),
    language: document.documentElement.lang,
    end: "none",
  };
  ear.heard.push(entry);
  return entry;
};
const ends = (entry, end) => {
  if (entry?.end === "none") entry.end = end;
};

if (wanted.hasSound) {
  const digests = new WeakMap();
  const { decodeAudioData } = BaseAudioContext.prototype;
  BaseAudioContext.prototype.decodeAudioData = async function (bytes) {
    const of = digest(new Uint8Array(bytes));
    const buffer = await decodeAudioData.call(this, bytes);
    digests.set(buffer, of);
    return buffer;
  };
  const sounds = AudioBufferSourceNode.prototype;
  const { connect, start, stop } = sounds;
  sounds.connect = function (to) {
    this.to = to;
    return connect.call(this, to);
  };
  sounds.start = function () {
    this.playbackRate.value = wanted.rate;
    this.entry = hear({ by: "sound", digest: digests.get(this.buffer), loud: this.to.gain?.value ?? 1 });
    this.addEventListener("ended", () => ends(this.entry, "ended"));
    start.call(this);
  };
  sounds.stop = function () {
    ends(this.entry, "broken off");
    stop.call(this);
  };
} else {
  delete window.AudioContext;
}

// Speech voices that the test gives; those that `fail` never begin.
let speaking;
window.SpeechSynthesisUtterance = class {
  constructor(text) {
    Object.assign(this, { text, volume: 1 });
  }
};
const speechSynthesis = Object.assign(new EventTarget(), {
  getVoices: () => ear.voices,
  resume() {},
  cancel() {
    const { entry, utterance } = speaking ?? {};
    speaking = undefined;
    ends(entry, "broken off");
    utterance?.onerror?.({ error: "canceled" });
  },
  speak(utterance) {
    // What lets the voice speak later on.
    if (!utterance.text.trim()) return;
    const { name, fails } = utterance.voice ?? { name: "any" };
    const mine = (speaking = { utterance, entry: hear({ by: name, text: utterance.text, loud: utterance.volume }) });
    if (fails) return ends(mine.entry, "silent");
    setTimeout(() => mine === speaking && utterance.onstart?.());
    setTimeout(() => {
      if (mine !== speaking) return;
      speaking = undefined;
      ends(mine.entry, "ended");
      utterance.onend?.();
    }, (60 * utterance.text.length) / wanted.rate);
  },
});
Object.defineProperties(speechSynthesis, { speaking: { get: () => Boolean(speaking) }, pending: { value: false } });
Object.defineProperty(window, "speechSynthesis", { value: speechSynthesis });
