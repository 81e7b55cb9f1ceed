/** What the bot knows, when it was read, what is wrong with its files; and reading them again. */

import { fill, whole } from "./panel_fill.js";

/** The section's parts for the state of the knowledge. */
export function knowledge(known) {
  const list = known.problems.map(problemOf);
  const values = { state: stateOf(known), count: whole(list.length), list };
  return {
    brief: fill("panel-known-brief", values),
    content: fill("panel-known", {
      articles: whole(known.articles),
      entries: whole(known.entries),
      phrasings: whole(known.phrasings),
      readAt: known.read_at,
    }),
    problems: fill("panel-problems", values),
  };
}

/** Makes a press on the button read the files again, and says beside it what came of it. */
export function listenForReload(section, api) {
  const button = section.querySelector("[data-reload]");
  const status = section.querySelector("[data-reload-status]");
  const say = (result, error) => status.replaceChildren(fill("panel-reload-result", { result, error }));
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-disabled") === "true") return; // `disabled` itself would lose the focus
    button.setAttribute("aria-disabled", "true");
    say("busy");
    try {
      const { reloaded } = await api.act("reload", {});
      say(reloaded ? "done" : "kept");
    } catch (error) {
      say("failed", error.message);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  });
}

/** "ok", "warned" where what was read is used for all its problems, "wrong" where the bot goes on with what it had. */
function stateOf({ problems, in_use: inUse }) {
  if (problems.length === 0) return "ok";
  return inUse ? "warned" : "wrong";
}

function problemOf(problem) {
  return fill("panel-problem", {
    file: problem.file,
    line: problem.line,
    message: problem.message,
    excerpt: problem.excerpt.map(({ line, text }) =>
      fill("panel-excerpt-line", { line, text, place: line === problem.line ? "here" : "near" }),
    ),
  });
}
