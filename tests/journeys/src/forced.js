// Whether one sees where buttons are, and which are chosen, when the system forces its own few colours: the body of a
// function that returns what one does not see, in words.
const problems = [];
const sheets = [...document.querySelectorAll(".sheet")].filter((sheet) => sheet.checkVisibility());
const dialog = document.querySelector("dialog[open]");
const front = dialog ?? sheets.at(-1) ?? document.getElementById("app");
const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const name = (one) => `${one.className} “${tidy(one.getAttribute("aria-label") ?? one.innerText).slice(0, 40)}”`;
const look = (one) => {
  const { borderTopStyle, borderTopWidth, borderTopColor, outlineStyle, outlineWidth, backgroundColor } = getComputedStyle(one);
  return { borderTopStyle, borderTopWidth, borderTopColor, outlineStyle, outlineWidth, backgroundColor };
};
const hasEdge = (one) => {
  const { borderTopStyle, borderTopWidth, outlineStyle, outlineWidth } = look(one);
  return (borderTopStyle !== "none" && parseFloat(borderTopWidth) >= 1) || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1);
};
if (!matchMedia("(forced-colors: active)").matches) return ["the colours are not forced"];
const buttons = [...front.querySelectorAll("button, input, textarea, .card-in-hand")].filter((one) => one.checkVisibility());
for (const one of buttons) {
  // A button in a tray that has an edge is seen by it.
  const around = [one.parentElement, one.closest(".tray")].filter(Boolean);
  if (!hasEdge(one) && ![...one.children, ...around].some(hasEdge)) problems.push(`${name(one)} has no edge`);
}
for (const one of buttons.filter((one) => one.getAttribute("aria-pressed") === "true")) {
  const other = buttons.find((other) => other.className === one.className && other.getAttribute("aria-pressed") === "false");
  if (other && JSON.stringify(look(one)) === JSON.stringify(look(other))) problems.push(`${name(one)} looks no different when it is chosen`);
}
return problems;
