// Runs before a page's own scripts, the same in both pages: tells what there is to tap, and when what a finger did was painted.
//
// It looks only while somebody waits for something, only at what has changed, and never at the layout: what it costs is
// the same for both.
(() => {
  if (window.top !== window || location.protocol === "about:") return;
  const raf = window.requestAnimationFrame.bind(window);
  const probe = (window.probe = { long: [], shift: 0, taps: [], marks: [] });

  // --- Waits that are there for trembling hands -------------------------------------------------------------------

  // Nothing is taken for a while after a screen has come, which would hide how fast it came. Only at the start.
  const SETTLE = "--settle";
  const hurry = () => document.documentElement?.style.setProperty(SETTLE, "0ms");
  probe.takeTime = () => void document.documentElement.style.removeProperty(SETTLE);
  const born = new MutationObserver(() => document.documentElement && (hurry(), born.disconnect()));
  born.observe(document, { childList: true });
  hurry();

  // --- What the browser tells -------------------------------------------------------------------------------------

  const hear = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  hear("longtask", ({ startTime, duration }) => probe.long.push([startTime, duration]));
  hear("layout-shift", ({ value, sources }) => {
    probe.shift += value;
    probe.marks.push([performance.now(), `shift of ${value.toFixed(4)}: ${[...sources].map(({ node }) => node?.className ?? node?.nodeName).join()}`]);
  });

  // --- Frames -----------------------------------------------------------------------------------------------------

  // Whether callbacks of a frame run just now: what changes meanwhile is in this very frame, all else in the next one.
  let isInFrame = false;
  const jobs = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => jobs.splice(0).forEach((job) => job());
  const afterFrame = (job) => {
    jobs.push(job);
    port2.postMessage(0);
  };
  const frame = (job) =>
    raf((time) => {
      if (!isInFrame) {
        isInFrame = true;
        afterFrame(() => (isInFrame = false));
      }
      job(time);
    });
  window.requestAnimationFrame = frame;
  const painted = (job) => (isInFrame ? afterFrame(job) : frame(() => afterFrame(job)));

  // --- What is there ----------------------------------------------------------------------------------------------

  const look = (selector) => [...document.querySelectorAll(selector)].find((one) => !one.closest("[hidden], [inert]"));
  const hand = () => look(".card-in-hand[data-card]")?.dataset.card;
  const heading = () => look("h1")?.textContent;
  const arePicturesThere = () => [...document.querySelectorAll("#app img, main:not([hidden]) img")].every(({ complete }) => complete);

  // What can be done now, by what is tapped for it.
  const STAGES = {
    hear: "[data-hear=hear_yes]",
    end: "[data-kind=end] .large-button",
    language: "button[data-language=nl]",
    consent: ".consent .main-button",
    // The card to try with has no name.
    card: ".card-in-hand[data-card]",
    question: ".choices button",
    way: ".frame-next, .frame-skip",
  };
  const stage = () => Object.keys(STAGES).find((name) => look(STAGES[name]));
  const middle = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };

  // --- Waiting ----------------------------------------------------------------------------------------------------

  // Resolves with the time at the end of the frame in which `is` holds; with nothing after so many milliseconds.
  const when = (is, ms) =>
    new Promise((resolve) => {
      const check = () => {
        if (!is()) return;
        observer.disconnect();
        document.removeEventListener("load", check, true);
        clearTimeout(late);
        painted(() => resolve(performance.now()));
      };
      const observer = new MutationObserver(check);
      const late = setTimeout(() => {
        observer.disconnect();
        document.removeEventListener("load", check, true);
        resolve();
      }, ms);
      observer.observe(document, {
        attributeFilter: ["hidden", "inert", "data-card", "class", "data-kind"],
        characterData: true,
        childList: true,
        subtree: true,
      });
      // Pictures come later than their elements; of that the window hears nothing.
      document.addEventListener("load", check, true);
      check();
    });

  // Waits for one of these stages; returns which, and where to tap. One that has gone by the time it would have been seen is none.
  probe.until = async (stages, ms) => {
    const end = performance.now() + ms;
    for (;;) {
      const at = await when(() => stages.includes(stage()), end - performance.now());
      const name = stage();
      if (!at || stages.includes(name)) {
        if (at) probe.marks.push([at, `${name} can be seen`]);
        return at ? { stage: name, spot: middle(look(STAGES[name])) } : null;
      }
    }
  };

  // Where to tap for what comes next; from the next tap on it is measured until `what` has come: a card `moved`, another
  // question `asked`. `which` is the pile or the answer, counted from 0.
  let aimed;
  probe.aim = (what, which) => {
    const targets = [...document.querySelectorAll(what === "moved" ? ".tray-button" : ".choices button, .choices-apart button, .apart button")];
    const shown = targets.filter((one) => !one.closest("[hidden], [inert]"));
    const card = what === "moved" && look(STAGES.card);
    const [id, before] = [hand(), heading()];
    const is = {
      moved: () => document.querySelector(`[data-pile] [data-card="${id}"]`),
      asked: () => heading() && heading() !== before && arePicturesThere(),
    }[what];
    aimed = { is };
    probe.done = new Promise((resolve) => (aimed.resolve = resolve));
    return { spot: middle(shown[which % shown.length]), card: card ? middle(card) : null };
  };

  addEventListener("pointerdown", ({ timeStamp }) => (probe.down = timeStamp), { capture: true, passive: true });
  addEventListener(
    "pointerup",
    ({ timeStamp }) => {
      probe.marks.push([timeStamp, "a finger leaves the screen"]);
      if (!aimed) return;
      const { is, resolve } = aimed;
      const from = probe.down;
      aimed = undefined;
      when(is, 20_000).then((at) => resolve(at ? { down: from, up: timeStamp, painted: at } : null));
    },
    { capture: true, passive: true },
  );

  // What has come up to now: first paint, long tasks, shifts, requests of the page itself.
  probe.told = () => ({
    first_paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
    request_start: performance.getEntriesByType("navigation")[0].requestStart,
    long: probe.long,
    shift: probe.shift,
    marks: probe.marks,
  });
})();
