// Starts the worker that makes results: `new Worker(url of this file, { type: "module" })`.
//
// Questions that come before its wasm has started are kept and given to it in their order.
import init from "./reporter.js";

const early = [];
const keep = (event) => early.push(event);
addEventListener("message", keep);
// A page is told only what is thrown outside of promises.
addEventListener("unhandledrejection", ({ reason }) =>
  setTimeout(() => {
    throw reason;
  }),
);

// The wasm, with a sign of life to the page for each piece that comes in: on a thin line it takes longer than a page waits for a
// worker that is silent.
async function load() {
  const { ok, status, url, body } = await fetch(new URL("reporter_bg.wasm", import.meta.url));
  if (!ok) throw new Error(`${status} ${url}`);
  const pieces = [];
  for (const reader = body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces).arrayBuffer();
    pieces.push(value);
    postMessage(0);
  }
}

await init({ module_or_path: load() }).catch((error) => {
  Promise.reject(error);
  return new Promise(() => {});
});
removeEventListener("message", keep);
for (const { data, ports } of early) dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
