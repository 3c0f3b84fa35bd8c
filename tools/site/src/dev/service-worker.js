// In place of public/service-worker.js under `make dev`: keeps nothing, so every file comes from the server.
addEventListener("install", () => skipWaiting());
addEventListener("message", ({ data, source, ports }) => {
  if (data?.type === "coordinator") source.postMessage({ type: "coordinator" });
  if (data?.type === "prepare") ports[0].postMessage([]);
});
