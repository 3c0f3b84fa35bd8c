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
await init().catch((error) => {
  Promise.reject(error);
  return new Promise(() => {});
});
removeEventListener("message", keep);
for (const { data, ports } of early) dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
