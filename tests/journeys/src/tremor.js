// What the trembling hand of the journeys sees, and, where a browser has no fingers, does. The first argument is a job.
const [job, ...asked] = arguments;

const NOT_FOR_RESIDENTS = ".to-coordinator, .mode-chip, #way-out, dialog *, #trouble *";
const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const isShown = (one) => one.checkVisibility() && !one.closest("[inert]") && !one.matches(NOT_FOR_RESIDENTS);

function nameOf(front) {
  if (front.dataset.kind) return front.dataset.kind;
  if (front.matches(".pile-sheet")) return document.querySelector(".sort-table") ? "open pile" : "take away";
  const parts = { language: ".language-list", consent: ".consent", sort: ".sort-table", table: ".whole-table", choosing: ".choosing", question: ".asking", story: "textarea", missing: ".missing" };
  return Object.keys(parts).find((name) => front.querySelector(parts[name])) ?? front.className;
}

const jobs = {
  // Notes what reaches the app: which of the targets seen last, and when the last finger before it came down.
  watch() {
    Object.assign(window, { clicked: [], targets: [], down: 0, up: 0, told: [] });
    // As long as for people.
    document.documentElement.style.removeProperty("--settle");
    // The thanks stay until they are tapped, however slow the machine is.
    const { setTimeout: later } = window;
    window.setTimeout = (run, ms, ...more) => (ms === 8000 ? 0 : later(run, ms, ...more));
    addEventListener("pointerdown", ({ timeStamp }) => (down = timeStamp), true);
    addEventListener("pointerup", ({ timeStamp }) => (up = timeStamp), true);
    for (const kind of ["down", "up", "cancel"]) {
      addEventListener(`pointer${kind}`, ({ pointerId, clientX, clientY, width, timeStamp }) => {
        told.push([kind, pointerId, clientX, clientY, width, timeStamp].map((one) => Math.round(one) || one).join(" "));
      }, true);
    }
    document.addEventListener("click", ({ target }) => {
      const button = target.closest("button, a");
      if (button) clicked.push({ at: targets.indexOf(button), down, now: performance.now() });
    }, true);
  },

  // What can be tapped now, once it has settled; nothing before.
  look() {
    const page = document.documentElement.dataset;
    if ("settling" in page || document.querySelector("[data-moving-on], [data-near]")) return null;
    window.targets = [...document.querySelectorAll("button:not(:disabled), a")].filter(isShown);
    const front = [...document.querySelectorAll(".sheet")].at(-1) ?? document.querySelector("#app .screen");
    if (!front || !targets.some((one) => front.contains(one))) return null;
    clicked.length = told.length = 0;
    return {
      screen: nameOf(front),
      hand: front.querySelector(".card-in-hand")?.dataset.card ?? null,
      targets: targets.map((one) => {
        const { left, top, width, height } = one.getBoundingClientRect();
        const tray = one.closest("[data-pile]");
        return {
          kind: one.matches(".main-button") ? "main-button" : one.classList[0] ?? one.id,
          words: tidy(one.ariaLabel ?? one.textContent),
          pile: tray?.dataset.pile ?? null,
          cards: [...(tray?.querySelectorAll(".small-card") ?? [])].map(({ dataset }) => dataset.card),
          card: one.dataset.card ?? null,
          left, top, width, height,
        };
      }),
    };
  },

  // Nothing while something may still come: of a finger that came beside another one that rests.
  clicked() {
    return clicked.length || performance.now() > up + 500 ? clicked : null;
  },

  // For whoever looks for what went wrong.
  told() {
    return told;
  },

  // One contact, as a screen would tell it.
  contact(kind, id, x, y, size) {
    const contacts = (window.contacts ??= new Map());
    const below = document.elementFromPoint(x, y) ?? document.documentElement;
    const target = kind === "pointerdown" || !contacts.get(id)?.isConnected ? below : contacts.get(id);
    contacts.set(id, target);
    target.dispatchEvent(
      new PointerEvent(kind, {
        pointerId: id, pointerType: "touch", clientX: x, clientY: y, width: size, height: size,
        bubbles: true, cancelable: true, composed: true, buttons: kind === "pointerup" ? 0 : 1,
      }),
    );
  },
};
return jobs[job](...asked) ?? null;
