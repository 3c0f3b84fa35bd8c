// What is wrong on the coordinator's page as it is shown now: cut off, too small to hit, or wider than the screen. The least
// side of what is touched comes as an argument, in CSS pixels.
const [least] = arguments;
const found = [];
const words = (element) => (element.textContent.trim() || element.getAttribute("aria-label") || element.id).slice(0, 40);
const isShown = (element) =>
  element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && element.getClientRects().length > 0;
const { scrollWidth } = document.documentElement;
if (scrollWidth > innerWidth) {
  const wide = [...document.querySelectorAll("#app *")].filter(
    (element) => isShown(element) && element.getBoundingClientRect().right > innerWidth + 1 && !element.closest("[data-scrolls]"),
  );
  found.push(`the page is ${scrollWidth - innerWidth} px wider than the screen at “${wide.slice(0, 3).map((one) => `${one.className} ${words(one)}`)}”`);
}
for (const element of document.querySelectorAll("#app :is(button, a[href], select, input:not([type=file]), summary)")) {
  if (!isShown(element)) continue;
  // What is ticked is as large as its label; a link in a sentence is as large as its words.
  const target = element.closest("label") ?? element;
  if (element.matches("p a, li a")) continue;
  const { width, height } = target.getBoundingClientRect();
  if (Math.min(width, height) < least) found.push(`“${words(target)}” is ${Math.round(width)} by ${Math.round(height)} px`);
  if (element.matches("button, a") && element.scrollWidth > element.clientWidth + 1) found.push(`“${words(element)}” is cut off`);
}
return found;
