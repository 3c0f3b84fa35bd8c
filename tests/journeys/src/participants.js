// So many participants one after the other, by script and as fast as the page goes: they agree, try the practice card, put
// cards on piles, and every second one stops there; the others see every screen up to the thanks. The last argument is a
// function that is told when the last one has gone.
const [many] = arguments;
const done = arguments[arguments.length - 1];
const look = (selector) => document.querySelector(`.sheet ${selector}`) ?? document.querySelector(`#app ${selector}`);
const come = (what) =>
  new Promise((resolve) => {
    const found = () => what() && (observer.disconnect(), resolve(what()));
    const observer = new MutationObserver(found);
    observer.observe(document.getElementById("app"), { childList: true, subtree: true, attributes: true });
    found();
  });
const seen = (selector) => come(() => look(selector));
const press = async (selector) => (await seen(selector)).click();
const heading = () => look("h1")?.textContent;

const end = () => document.querySelector("[data-kind=end]");

// On and on, whatever is asked.
async function goOn() {
  for (;;) {
    const way = await come(() => end() ?? look(".frame-next") ?? look(".frame-skip"));
    if (end()) return;
    const before = heading();
    way.click();
    await come(() => end() ?? (heading() !== before && [before]));
  }
}

(async () => {
  for (let one = 0; one < many; one++) {
    await press("[data-language=nl]");
    await press(".consent .main-button");
    await press("[data-pile=some] .tray-button");
    await press(".frame-next");
    const stops = one % 2 === 0;
    for (let card = 0; !(stops && card === 6); card++) {
      const hasCard = () => look(`.card-in-hand:not([data-card=""])`);
      const next = await come(() => look(".whole-table") ?? (hasCard() && look(`.tray:nth-child(${(card % 3) + 1}) .tray-button`)));
      if (next.matches(".whole-table")) break;
      next.click();
      await new Promise(requestAnimationFrame);
    }
    if (stops) {
      await press(".frame-stop");
      await press("[data-kind=stop] .large-button:not(.main-button)");
    } else await goOn();
    await press("[data-kind=end] .large-button");
    await seen(".language-screen [data-language=nl]");
  }
  done(many);
})();
