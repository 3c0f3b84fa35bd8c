// What stands in the way of people who use a page otherwise than most: the body of a function that returns it, in words.
// Arguments: the texts of the study in the language at hand; whether it is a page for participants.
const [texts, isParticipants] = arguments;
const done = arguments[arguments.length - 1];
const problems = [];
const sheets = [...document.querySelectorAll(".sheet")].filter((sheet) => sheet.checkVisibility());
const dialog = document.querySelector("dialog[open]");
const front = dialog ?? sheets.at(-1) ?? document.getElementById("app") ?? document.body;

const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const nameOf = (one) => tidy(one.getAttribute("aria-label") ?? one.innerText);
const name = (one) => `${one.className?.baseVal ?? (one.className || one.localName)} “${nameOf(one).slice(0, 40)}”`;
const focusable = (within) =>
  [...within.querySelectorAll("button:not(:disabled), a[href], input, textarea, select, summary, [tabindex]")].filter(
    (one) => one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0 && !one.closest("[inert]"),
  );

// --- The focus goes as one reads -----------------------------------------------------------------------------------
const isRightToLeft = getComputedStyle(front).direction === "rtl";
const row = focusable(front);
for (const one of row) if (one.tabIndex > 0) problems.push(`${name(one)} gets the focus out of turn`);
for (const [at, one] of row.entries()) {
  const next = row[at + 1];
  if (!next || !isParticipants) continue;
  const [a, b] = [one.getBoundingClientRect(), next.getBoundingClientRect()];
  const isBeside = isRightToLeft ? b.right <= a.left + 1 : b.left >= a.right - 1;
  const isAbove = b.bottom <= a.top + 1;
  const isInRow = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) / 2;
  const isBefore = isRightToLeft ? b.left >= a.right - 1 : b.right <= a.left + 1;
  if ((isAbove && !isBeside) || (isInRow && isBefore)) problems.push(`the focus goes back from ${name(one)} to ${name(next)}`);
}

// --- Names, in the language of the page ------------------------------------------------------------------------------
if (isParticipants) {
  const known = new Set(texts.map(tidy));
  const isKnown = (part) => known.has(part) || /^[\d\s]*$/.test(part);
  const beside = [...document.querySelectorAll("#voice button")].filter((one) => one.checkVisibility());
  for (const one of [...row, ...beside]) {
    const words = nameOf(one);
    if (!words) problems.push(`${name(one)} has no name`);
    // What stands there in another language says so.
    else if (one.closest("[lang]") !== document.documentElement || one.matches(".to-coordinator, [href='coordinator/']")) continue;
    else if (!isKnown(words) && !words.split(": ").every((part) => isKnown(part.replace(/\s*\d+$/, ""))))
      problems.push(`${name(one)} is called “${words}”, which the study does not say in ${document.documentElement.lang}`);
  }
}

// --- axe -----------------------------------------------------------------------------------------------------------
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
axe
  .run(document, {
    runOnly: { type: "tag", values: tags },
    // 7:1, of what participants read.
    rules: isParticipants ? { "color-contrast-enhanced": { enabled: true } } : {},
    resultTypes: ["violations"],
  })
  .then(({ violations }) => {
    for (const { id, help, nodes } of violations) {
      for (const { target, failureSummary } of nodes.slice(0, 3)) {
        problems.push(`axe ${id} (${help}): ${target.flat().join(" ")}: ${tidy(failureSummary).slice(0, 240)}`);
      }
    }
    done([...new Set(problems)]);
  }, (error) => done([`axe: ${error}`]));
