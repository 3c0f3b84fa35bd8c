// Starts the worker that sends: `new Worker(url of this file, { type: "module" })`.
//
// A worker gets its messages as soon as its script has run, which is before its wasm has started. Those that come in
// between are kept and given to the wasm in their order.
import init from "./sender.js";

const early = [];
const keep = (event) => early.push(event);
addEventListener("message", keep);
// A page is told only what is thrown outside of promises.
addEventListener("unhandledrejection", ({ reason }) =>
  setTimeout(() => {
    throw reason;
  }),
);
await init().catch((error) => {
  Promise.reject(error);
  return new Promise(() => {});
});
removeEventListener("message", keep);
for (const { data, ports } of early) dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
