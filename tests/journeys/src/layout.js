// Whether everything on the screen can be read and hit: the body of a function that returns what cannot, in words.
// Arguments: least size of text, least size of what is touched, least height of a pile or an answer, and whether one may
// scroll to what does not fit.
const [leastText, leastTarget, leastAnswer, mayScroll] = arguments;
const problems = [];
const sheets = [...document.querySelectorAll(".sheet")].filter((sheet) => sheet.checkVisibility());
const dialog = document.querySelector("dialog[open]");
const front = dialog ?? sheets.at(-1) ?? document.getElementById("app") ?? document.body;
// The voice lies over every screen, and the chip for the mode over the first one; a dialog lies over both.
const beside = dialog ? [] : [...document.querySelectorAll("#voice > :not(.sheet), #voice > :not(.sheet) *, body > button, body > button *")];
// What is there for screen readers only is no bigger than a dot.
const isDot = (one) => Math.max(one.offsetWidth, one.offsetHeight) <= 1 && getComputedStyle(one).overflowX !== "visible";
const isForEyes = (one) => one.checkVisibility({ visibilityProperty: true }) && ![one, one.parentElement].some(isDot);
const all = [...front.querySelectorAll("*"), ...beside].filter(isForEyes);

const round = (number) => Math.round(number * 10) / 10;
const words = (one) =>
  (one.getAttribute("aria-label") ?? one.innerText ?? "").replace(/\s+/g, " ").trim().slice(0, 40) || one.getAttribute("src")?.split("/").pop() || "";
const name = (one) => (one ? `${one.className?.baseVal ?? (one.className || one.localName)} “${words(one)}”` : "nothing");
const box = ({ left, top, right, bottom }) => `${round(left)},${round(top)}–${round(right)},${round(bottom)}`;
const screen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };

// What is left of `rect` of `one` when all that hides overflow around it has cut off its part.
const isScroller = (one, { overflowX, overflowY }) => [overflowX, overflowY].some((how) => ["auto", "scroll"].includes(how));
const cut = (one, rect) => {
  let { left, top, right, bottom } = rect;
  const within = (by) => {
    left = Math.max(left, by.left);
    top = Math.max(top, by.top);
    right = Math.min(right, by.right);
    bottom = Math.min(bottom, by.bottom);
  };
  for (let around = one.parentElement; around; around = around.parentElement) {
    const style = getComputedStyle(around);
    const { overflowX, overflowY, position } = style;
    // One can scroll there.
    if (mayScroll && isScroller(around, style)) return { left, top, right, bottom, width: right - left, height: bottom - top };
    if (overflowX !== "visible" || overflowY !== "visible") within(around.getBoundingClientRect());
    if (position === "fixed") break;
  }
  within(mayScroll ? { ...screen, top: -Infinity, bottom: Infinity } : screen);
  return { left, top, right, bottom, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
};

// What can be touched; of what is cut off altogether that is told, and nothing more.
const touched = all.filter((one) => one.matches("button:not(:disabled), a[href], input, textarea, .card-in-hand"));
const gone = new Set(touched.filter((one) => Math.min(...Object.values(cut(one, one.getBoundingClientRect())).slice(4)) === 0));
for (const one of gone) problems.push(`${name(one)} can get the focus, but is cut off altogether`);
const isGone = (one) => gone.has(one.closest("button, a, input, textarea"));
const targets = touched.filter((one) => !gone.has(one));

// --- The page does not scroll ---------------------------------------------------------------------------------------
const page = document.scrollingElement;
if (!mayScroll && page.scrollHeight > innerHeight) problems.push(`the page scrolls down: ${page.scrollHeight} > ${innerHeight}`);
if (page.scrollWidth > innerWidth) problems.push(`the page scrolls sideways: ${page.scrollWidth} > ${innerWidth}`);
for (const one of all) {
  const { overflowX, overflowY } = getComputedStyle(one);
  if (!mayScroll && ["auto", "scroll"].includes(overflowY) && one.scrollHeight > one.clientHeight + 1)
    problems.push(`${name(one)} scrolls down: ${one.scrollHeight} > ${one.clientHeight}`);
  if (["auto", "scroll"].includes(overflowX) && one.scrollWidth > one.clientWidth + 1)
    problems.push(`${name(one)} scrolls sideways: ${one.scrollWidth} > ${one.clientWidth}`);
}

// A button is as large as it has to be, and not what is left over on a screen.
for (const one of all.filter((one) => one.matches(".large-button"))) {
  const content = document.createRange();
  content.selectNodeContents(one);
  const { height } = content.getBoundingClientRect();
  if (one.clientHeight > 2 * height + 60) problems.push(`${name(one)} is stretched: ${round(height)} px in ${one.clientHeight}`);
}

// --- Text --------------------------------------------------------------------------------------------------------------
// Where one may scroll, what is looked at is scrolled to first.
const show = (one) => mayScroll && one.scrollIntoView({ block: "center", behavior: "instant" });
for (const one of all) {
  const own = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  if (own.length === 0 || isGone(one)) continue;
  const { fontSize } = getComputedStyle(one);
  show(one);
  if (parseFloat(fontSize) < leastText) problems.push(`${name(one)} is written small: ${fontSize}`);
  if (one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
    problems.push(`${name(one)} is wider than its place: ${one.scrollWidth} > ${one.clientWidth}`);
  for (const node of own) {
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      if (line.width < 1) continue;
      // Of what is cut off with a sign only what is left is looked at.
      if (one.dataset.fit === "cut" && line.bottom > one.getBoundingClientRect().bottom + line.height / 3) continue;
      // A line is as high as the font; letters leave some of that free above and below.
      const slack = line.height * 0.12;
      const left = cut(one, line);
      if (left.width < line.width - 1 || left.height < line.height - 2 * slack)
        problems.push(`${name(one)} is cut off: ${box(line)} shows only ${box(left)}`);
      const around = one.closest("button, a, li, input, textarea");
      if (around) {
        const bounds = around.getBoundingClientRect();
        if (line.left < bounds.left - 1 || line.right > bounds.right + 1 || line.top < bounds.top - slack || line.bottom > bounds.bottom + slack)
          problems.push(`the words of ${name(around)} stick out: ${box(line)} of ${box(bounds)}`);
      }
      for (const other of [...targets, ...all.filter((one) => one.matches(".tray, .missing-card"))]) {
        if (mayScroll || other.contains(one) || one.contains(other)) continue;
        const { left, right, top, bottom } = other.getBoundingClientRect();
        const [width, height] = [Math.min(right, line.right) - Math.max(left, line.left), Math.min(bottom, line.bottom - slack) - Math.max(top, line.top + slack)];
        if (width > 2 && height > 2) problems.push(`${name(one)} lies over ${name(other)}: ${round(width)}×${round(height)}`);
      }
      const isBelow = (hit) => getComputedStyle(one).pointerEvents !== "none" && hit && !hit.contains(one) && !one.contains(hit);
      const [middle, third] = [line.left + line.width / 2, line.height / 3];
      const over = [line.top + slack, line.top + third, line.top + 2 * third, line.bottom - slack]
        .map((y) => document.elementFromPoint(middle, y))
        .find(isBelow);
      if (over) problems.push(`${name(one)} lies under ${name(over)}`);
    }
  }
}

// What is cut off says so, and the whole of it is a tap away.
for (const one of all.filter((one) => one.matches("h1, p, li, span") && getComputedStyle(one).overflow === "hidden" && one.scrollHeight > one.clientHeight + 1))
  if (!one.matches("[data-fit=cut]") || !front.querySelector("h1[data-whole]")) problems.push(`${name(one)} is cut off without a sign`);

// --- Pictures ------------------------------------------------------------------------------------------------------
for (const one of all.filter((one) => one.localName === "img" && !isGone(one))) {
  const rect = one.getBoundingClientRect();
  if (!one.complete || one.naturalWidth === 0) problems.push(`${name(one)} has not been loaded`);
  const seen = cut(one, rect);
  if (seen.width < rect.width - 1 || seen.height < rect.height - 1)
    problems.push(`${name(one)} is cut off: ${box(rect)} shows only ${box(seen)}`);
  // Below that one no longer sees what it is.
  if (Math.min(rect.width, rect.height) < 24) problems.push(`${name(one)} is only ${round(rect.width)}×${round(rect.height)}`);
}

// --- What is touched -----------------------------------------------------------------------------------------------
for (const one of targets) {
  show(one);
  const rect = one.getBoundingClientRect();
  const seen = cut(one, rect);
  if (seen.width < rect.width - 1 || seen.height < rect.height - 1)
    problems.push(`${name(one)} is cut off: ${box(rect)} shows only ${box(seen)}`);
  if (Math.min(rect.width, rect.height) < leastTarget - 0.5)
    problems.push(`${name(one)} is small to hit: ${round(rect.width)}×${round(rect.height)}`);
  const isAnswer = one.matches(".tray:not([data-quiet]) > .tray-button, .choices .picture-button");
  if (isAnswer && rect.height < leastAnswer - 0.5)
    problems.push(`${name(one)} is low for a pile or an answer: ${round(rect.width)}×${round(rect.height)}`);
  const [x, y] = [(rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2];
  const edges = [[rect.left + 4, y], [rect.right - 4, y], [x, rect.top + 4], [x, rect.bottom - 4]];
  // The hint of the practice lies on the edge of its card.
  for (const [px, py] of one.matches(".card-in-hand") ? [[x, y]] : [[x, y], ...edges]) {
    const hit = document.elementFromPoint(px, py);
    if (one.contains(hit)) continue;
    problems.push(`${name(one)} lies at ${round(px)},${round(py)} under ${name(hit)}`);
    break;
  }
}
const scrollerOf = (one) => {
  let around = one.parentElement;
  while (around && !isScroller(around, getComputedStyle(around)) && getComputedStyle(around).position !== "fixed") around = around.parentElement;
  return around;
};
for (const [at, one] of targets.entries()) {
  const a = one.getBoundingClientRect();
  for (const other of targets.slice(at + 1)) {
    if (one.contains(other) || other.contains(one)) continue;
    // One of them scrolls below the other, which stays.
    if (mayScroll && scrollerOf(one) !== scrollerOf(other)) continue;
    const b = other.getBoundingClientRect();
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (width > 1 && height > 1) problems.push(`${name(one)} and ${name(other)} overlap: ${round(width)}×${round(height)}`);
  }
}
return [...new Set(problems)];
