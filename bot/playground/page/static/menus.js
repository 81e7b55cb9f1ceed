/** Small menus that open at a button or at the pointer; arrow keys walk in them, Escape closes. */

/** Makes a popover a menu; `fit` readies its items as it opens. */
export function beMenu(menu, fit = () => {}) {
  menu.addEventListener("beforetoggle", (event) => event.newState === "open" && fit());
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "open") itemsOf(menu)[0]?.focus();
  });
  menu.addEventListener("keydown", (event) => walk(menu, event));
  menu.addEventListener("click", () => menu.hidePopover());
}

/** Lets a button open and close a menu. */
export function opens(button, menu) {
  button.popoverTargetElement = menu;
  menu.addEventListener("beforetoggle", (event) => {
    const open = event.newState === "open";
    button.ariaExpanded = String(open);
    if (open) placeAt(menu, button.getBoundingClientRect());
  });
}

/** Puts a menu beside a rectangle of the window, on the side where there is room. */
export function placeAt(menu, { left, right, top, bottom }) {
  const low = (top + bottom) / 2 > innerHeight / 2;
  const far = (left + right) / 2 > innerWidth / 2;
  Object.assign(menu.style, {
    left: far ? "auto" : `${left}px`,
    right: far ? `${innerWidth - right}px` : "auto",
    top: low ? "auto" : `${bottom + 4}px`,
    bottom: low ? `${innerHeight - top + 4}px` : "auto",
  });
}

function itemsOf(menu) {
  return Array.from(menu.querySelectorAll("button:not([hidden])"));
}

function walk(menu, event) {
  const items = itemsOf(menu);
  const here = items.indexOf(document.activeElement);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Tab") menu.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  items[next % items.length].focus();
}
