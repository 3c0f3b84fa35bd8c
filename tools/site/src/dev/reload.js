// Loads the page again when `make dev` has built another one.
const address = new URL("built.txt", import.meta.url);

// Nothing while the server is away, or the folder is just being replaced.
async function build() {
  const answer = await fetch(address, { cache: "no-store" }).catch(() => undefined);
  return answer?.ok ? answer.text() : undefined;
}

let shown;
setInterval(async () => {
  const now = await build();
  shown ??= now;
  if (now && now !== shown) location.reload();
}, 300);
