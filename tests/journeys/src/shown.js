// All words that are shown in front, each as often as it stands there, and the names of what has no words but a picture:
// the body of a function. What is written by the participant is theirs.
const sheets = [...document.querySelectorAll(".sheet")].filter((sheet) => sheet.checkVisibility());
const dialog = document.querySelector("dialog[open]");
const front = dialog ?? sheets.at(-1) ?? document.getElementById("app");
const shown = [];
const texts = document.createTreeWalker(front, NodeFilter.SHOW_TEXT);
for (let text = texts.nextNode(); text; text = texts.nextNode()) {
  const words = text.data.replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ").trim();
  const within = text.parentElement;
  if (words && within.checkVisibility() && !within.closest("[aria-hidden=true], textarea, .tray-count")) shown.push(words);
}
for (const one of front.querySelectorAll("button:not(.tray-open), [role=img]")) {
  if (one.checkVisibility() && !one.textContent.trim()) shown.push(one.ariaLabel.replace(/ ←/, ""));
}
return shown;
