/**
 * Fills the panel's templates. All words stand in index.html; data only ever become text nodes.
 *
 * In a template `data-slot="key"` takes a value (text, nodes or a list of them), `data-if="key"` is left out where the
 * value is empty, `data-case="key:one|two"` stays only where it is one of these, `data-share="key"` becomes the custom
 * property `--share` (0-1) that bars are drawn by.
 */

/** The content of a template with its values; values are keyed by the names that the template uses. */
export function fill(templateId, values = {}) {
  const filled = document.getElementById(templateId).content.cloneNode(true);
  for (const part of filled.querySelectorAll("[data-case]")) {
    if (!isCase(part.dataset.case, values)) part.remove();
  }
  for (const part of filled.querySelectorAll("[data-if]")) {
    if (isEmpty(values[part.dataset.if])) part.remove();
  }
  // Before the slots: what they take has its own values already.
  for (const part of filled.querySelectorAll("[data-share]")) {
    setShare(part, "--share", values[part.dataset.share]);
  }
  for (const part of filled.querySelectorAll("[data-slot]")) {
    part.replaceChildren(...[values[part.dataset.slot] ?? ""].flat());
  }
  return filled;
}

/** Sets a custom property to a share, kept between 0 and 1; by the object model, since styles in markup are barred. */
export function setShare(element, property, share) {
  element.style.setProperty(property, String(Math.min(1, Math.max(0, share || 0))));
}

/** A whole percentage of a share (0-1). Rounded down: 54.8% must not read like the 55% that it falls short of. */
export function percent(share) {
  const percentage = Math.floor(Math.round(share * 10_000) / 100);
  return new Intl.NumberFormat(language(), { style: "unit", unit: "percent" }).format(percentage);
}

/** A number as the page's language writes it, with so many digits after the point. */
export function decimal(number, digits = 2) {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language(), options).format(number);
}

/** A whole number as the page's language writes it. */
export function whole(number) {
  return decimal(number, 0);
}

/** A number with its sign, which says to which side something leans; none stands for minus infinity. */
export function signed(number) {
  const options = { maximumFractionDigits: 1, signDisplay: "exceptZero" };
  return new Intl.NumberFormat(language(), options).format(number ?? -Infinity);
}

/** Whether something happened in a "private" chat, which has its person's name, or in a "group"; empty for neither. */
export function whereIs({ person, chat }) {
  if (!chat) return "";
  return chat === person ? "private" : "group";
}

function language() {
  return document.documentElement.lang || "id";
}

function isCase(wanted, values) {
  const [key, cases] = wanted.split(":");
  return cases.split("|").includes(String(values[key] ?? ""));
}

function isEmpty(value) {
  if (value instanceof DocumentFragment) return value.childElementCount === 0; // none of its cases was meant
  return Array.isArray(value) ? value.length === 0 : !value;
}
