/** What the bot remembers of the conversation that the last update belongs to, as a tree. */

import { fill, whereIs } from "./panel_fill.js";

const SHORT = 60; // characters of a value that is shown whole
const ON_ONE_LINE = 4; // plain values of a list that stand beside each other
const OPEN = 5; // values of a list that are shown unfolded

/** The section's parts for a session; null where there is none. */
export function session(kept) {
  if (!kept) return { content: fill("panel-session-none") };
  const parts = Object.entries(kept.state).map(([name, value]) => partOf(name, value, true));
  const content = fill("panel-session-some", { ...kept, where: whereIs(kept), parts, empty: parts.length === 0 });
  return { content, brief: kept.person };
}

/** One name with its value; the state's own names come with what they mean. */
function partOf(name, value, isTop = false) {
  return fill("panel-part", { name, meaning: isTop && fill("panel-meaning", { name }), value: valueOf(value) });
}

function valueOf(value) {
  if (Array.isArray(value)) return listOf(value);
  if (value !== null && typeof value === "object") return treeOf(Object.entries(value));
  if (typeof value === "string") return textOf(value);
  return value === null || typeof value === "boolean" ? fill("panel-plain", { plain: String(value) }) : String(value);
}

function treeOf(parts) {
  if (parts.length === 0) return fill("panel-plain", { plain: "empty" });
  return fill("panel-tree", { parts: parts.map(([name, value]) => partOf(name, value)) });
}

function listOf(values) {
  if (values.length === 0) return fill("panel-plain", { plain: "empty" });
  const items = values.map((value) => fill("panel-item", { value: valueOf(value) }));
  if (values.length <= ON_ONE_LINE && values.every(isPlain)) return fill("panel-row", { items });
  return fill(values.length <= OPEN ? "panel-list" : "panel-folded", { items, count: values.length });
}

function textOf(text) {
  if (text === "") return fill("panel-plain", { plain: "empty" });
  if (text.length <= SHORT) return text;
  const long = fill("panel-long", { start: text.slice(0, SHORT), whole: text });
  long.querySelector("summary").title = text;
  return long;
}

function isPlain(value) {
  return value === null || typeof value !== "object";
}
