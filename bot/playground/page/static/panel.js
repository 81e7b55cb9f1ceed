/** The author's side panel: what the bot made of the last update, and what it knows. */

import { calls } from "./panel_calls.js";
import { knowledge, listenForReload } from "./panel_knowledge.js";
import { question } from "./panel_question.js";
import { session } from "./panel_session.js";

const FOLDS = "panel-folds"; // in the browser's storage: whether each section is open
const SECTIONS = [
  ["panel-question", question, (panel) => panel.question],
  ["panel-knowledge", knowledge, (panel) => panel.knowledge],
  ["panel-calls", calls, (panel) => ({ update: panel.update, calls: panel.calls })],
  ["panel-session", session, (panel) => panel.session],
];

const shown = new Map(); // by section: the JSON that it shows

/** Shows a panel as the server sends it; `api.act(name, fields)` does an act and returns a promise of its answer. */
export function showPanel(panel, api) {
  if (shown.size === 0) begin(api);
  for (const [id, contentOf, dataOf] of SECTIONS) {
    const data = dataOf(panel);
    const now = JSON.stringify(data);
    if (shown.get(id) === now) continue; // what is unchanged keeps its focus, its place and its folds
    shown.set(id, now);
    show(document.getElementById(id), contentOf(data));
  }
}

function begin(api) {
  rememberFolds();
  listenForReload(document.getElementById("panel-knowledge"), api);
}

/** Fills a section's places, each named by its data attribute: `brief` beside the heading, `content`, `problems`. */
function show(section, parts) {
  const focused = document.activeElement;
  const hadFocus = section.contains(focused);
  for (const name of ["brief", "content", "problems"]) {
    section.querySelector(`[data-${name}]`)?.replaceChildren(parts[name] ?? "");
  }
  if (hadFocus && !focused.isConnected) section.querySelector("summary").focus({ preventScroll: true });
}

function rememberFolds() {
  const folds = read();
  for (const [id] of SECTIONS) {
    const section = document.getElementById(id);
    section.open = folds[id] ?? section.open;
    section.addEventListener("toggle", () => write({ ...read(), [id]: section.open }));
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(FOLDS)) ?? {};
  } catch {
    return {}; // storage is barred or holds something else
  }
}

function write(folds) {
  try {
    localStorage.setItem(FOLDS, JSON.stringify(folds));
  } catch {
    // storage is barred or full: the folds last as long as the page
  }
}
