// What the journeys ask of a page: `page.js` is the body of a function whose first argument is the name of a job.
const [job, ...asked] = arguments;

// What is in front: a sheet that lies over the screen, or the screen.
const sheets = [...document.querySelectorAll(".sheet")].filter((sheet) => sheet.checkVisibility());
const front = sheets.at(-1) ?? document.getElementById("app") ?? document.body ?? document.documentElement;

// Without the signs around the name of a centre, which nobody sees.
const tidy = (text) => (text ?? "").replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ").trim();
const find = (selector) => [...front.querySelectorAll(selector)].filter((one) => one.checkVisibility());
const wordsOf = (element) => tidy(element?.getAttribute("aria-label") ?? element?.innerText);
const texts = (selector) => find(selector).map((one) => tidy(one.innerText));
const isPressed = (element) => element.getAttribute("aria-pressed") === "true";
const name = (element) =>
  element ? `<${element.localName} class="${element.className?.baseVal ?? element.className}"> ${wordsOf(element).slice(0, 40)}` : "nothing";

// Cards on a pile: as many as the button says that opens it, or as lie there.
const count = (pile) =>
  Number(pile.querySelector(".tray-count")?.dataset.n) || pile.querySelectorAll(".small-card, .table-card").length;

// A tap that was aimed at one screen is not given to another, which came meanwhile by itself: the eye of a person is nearer
// to the finger than we are. The page keeps what was aimed at: Firefox runs every question in a global of its own.
const headings = () => [...document.querySelectorAll("h1")].map((one) => one.textContent).join();
if (!("aimedAt" in document)) {
  const guard = (event) => {
    if (document.aimedAt === null || document.aimedAt === headings()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("click", guard, true);
}
document.aimedAt = null;

const jobs = {
  // Everything that can be seen and matters.
  see() {
    const [heading] = find("h1");
    const [hand] = find(".card-in-hand");
    return {
      language: document.documentElement.lang,
      is_sheet: sheets.length > 0,
      heading: tidy(heading?.innerText),
      words: tidy(front.innerText),
      buttons: find("button:not(:disabled)").map(wordsOf),
      hand: hand ? tidy(hand.innerText) : null,
      // Also those behind a sheet.
      piles: Object.fromEntries([...document.querySelectorAll("[data-pile]")].map((pile) => [pile.dataset.pile, count(pile)])),
      cards: find(".chooser [data-card]").map((card) => card.dataset.card),
      chosen: find("[aria-pressed=true]").map((one) => one.dataset.card ?? wordsOf(one)),
      fields: find("input, textarea").map((field) => field.value),
      dots: find(".dot[data-state=full]").length,
      is_moving_on: find("[data-moving-on]").length > 0,
      voice: document.documentElement.dataset.voice ?? null,
      is_started: !document.querySelector("#app > .screen"),
      document: performance.timeOrigin,
      edition: [...document.querySelectorAll("meta[name=edition]")].at(-1)?.content ?? "",
      offline: document.documentElement.dataset.offline ?? "",
      update: document.documentElement.dataset.update ?? "",
    };
  },

  // Where to touch what matches `selector` and is called `words` (anything if there are none).
  spot(selector, words) {
    const found = find(selector).filter((one) => words == null || wordsOf(one) === words);
    if (found.length === 0) return { trouble: "is not there" };
    if (found.length > 1) return { trouble: `is there ${found.length} times` };
    const [one] = found;
    if (one.matches(":disabled")) return { trouble: "is disabled" };
    const inView = ({ top, bottom, left, right }) => top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
    if (!inView(one.getBoundingClientRect())) one.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, top, width, height } = one.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const hit = document.elementFromPoint(x, y);
    if (!one.contains(hit)) return { trouble: `lies under ${name(hit)}` };
    return { x, y, width, height };
  },

  // The same, for a tap that follows at once.
  aim(selector, words) {
    document.aimedAt = headings();
    return jobs.spot(selector, words);
  },

  // What has the focus, and whether that can be seen.
  focus() {
    const one = document.activeElement;
    if (!one || one === document.body) return { words: "", shown: false };
    const style = getComputedStyle(one);
    return {
      words: wordsOf(one),
      key: one.getAttribute("aria-keyshortcuts") ?? "",
      // Once Tab has gone round past the bars of the browser, Firefox without a screen takes them to have it still.
      shown: !document.hasFocus() || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
      covered: !one.contains(document.elementFromPoint(
        one.getBoundingClientRect().left + one.getBoundingClientRect().width / 2,
        one.getBoundingClientRect().top + one.getBoundingClientRect().height / 2,
      )),
    };
  },

  // Whether what has come to hand settles, and takes nothing yet.
  settles() {
    return document.documentElement.hasAttribute("data-settling");
  },

  // Presses it, whether it can be hit or not; tells whether it was there.
  click(selector, words) {
    const one = find(selector).find((one) => wordsOf(one) === words && !one.disabled);
    one?.click();
    return Boolean(one);
  },

  // Chooses an option of a list, which opens outside the page.
  choose(selector, value) {
    const list = front.querySelector(selector);
    list.value = value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  },

  // Width and height; the empty page knows nothing of tablets.
  size() {
    return location.protocol === "about:" ? null : [innerWidth, innerHeight];
  },

  // The numbers and notices of the coordinator's page, shown or not.
  coordinator() {
    return {
      is_read: Boolean(document.querySelector("#study dl, #study dd, #study details")),
      counts: Object.fromEntries(
        [...document.querySelectorAll(".count[data-kind]")].map((count) => [count.dataset.kind, Number(count.querySelector("dd").innerText)]),
      ),
      told: Object.fromEntries(
        [...document.querySelectorAll("section[id]")].map((block) => [
          block.id,
          [...block.querySelectorAll(".notice, .again")].map((notice) => `${notice.dataset.tone ?? "again"}: ${tidy(notice.innerText)}`),
        ]),
      ),
    };
  },
};
return jobs[job](...asked);
