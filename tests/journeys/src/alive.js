// Runs before the page's own scripts and counts the functions that the wasm has given to the browser and not taken back.
const { FinalizationRegistry: Registry } = globalThis;
globalThis.alive = new Set();
globalThis.FinalizationRegistry = class {
  ids = new WeakMap();
  constructor(gone) {
    this.registry = new Registry(([held, id]) => {
      alive.delete(id);
      gone(held);
    });
  }
  register(target, held, token) {
    const id = Symbol();
    alive.add(id);
    if (token) this.ids.set(token, id);
    this.registry.register(target, [held, id], token);
  }
  unregister(token) {
    alive.delete(this.ids.get(token));
    return this.registry.unregister(token);
  }
};

// And where its memory lies, which no collection of garbage makes smaller.
globalThis.memories = [];
for (const name of ["instantiate", "instantiateStreaming"]) {
  const make = WebAssembly[name].bind(WebAssembly);
  WebAssembly[name] = async (...what) => {
    const made = await make(...what);
    memories.push((made.instance ?? made).exports.memory);
    return made;
  };
}
