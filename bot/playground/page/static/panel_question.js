/** The last question: what was decided, why, how it was read, and which entries came first. */

import { decimal, fill, percent, setShare, signed } from "./panel_fill.js";

const FEW_WORDS = 2; // up to as many the search wants to see a phrasing that looks like the question

/** The section's parts for a question; null before the first. */
export function question(asked) {
  if (!asked) return { content: fill("panel-question-none") };
  const as = scoresDecide(asked) ? asked.decision : "typed";
  const values = { ...asked, ...figures(asked), as, reason: reasonOf(asked) };
  const content = fill("panel-question-some", {
    ...values,
    ...partsOf(asked, values),
    verdict: fill("panel-verdict", values),
    hint: fill("panel-hint", values),
  });
  return { content: withCopying(withMarks(content, asked)), brief: fill("panel-decision", values) };
}

function partsOf(asked, values) {
  return {
    how: fill("panel-how", { how: asked.how }),
    list: asked.entries.map((entry) => fill("panel-entry", entryValues(entry, asked))),
    ranked: asked.entries.length > 0,
    limits: scoresDecide(asked) && fill("panel-limits", { ...values, marks: marksOf(asked.thresholds) }),
    terms: asked.terms.map((term) => fill("panel-term", { term })),
    exact: fill("panel-exact", { isExact: values.isExact, id: asked.exact }),
  };
}

/** What sentences about the question say in figures and names. */
function figures(asked) {
  const [first] = asked.entries;
  const [article, section] = (first?.id ?? "").split("/");
  const { answer, suggest, lead } = asked.thresholds;
  const { small_talk: smallTalk, danger, chatter } = asked.leaning;
  return {
    first: first?.title, article, section, known: Boolean(first), line: `- ${JSON.stringify(asked.text)}`,
    score: percent(first?.score ?? 0), firstFit: decimal(first?.fit ?? 0), ahead: decimal(leadOf(asked.entries)),
    answerFrom: percent(answer), suggestFrom: percent(suggest), leadFrom: decimal(lead),
    nobody: decimal(asked.nobody), nobodyShare: asked.nobody,
    smallTalk: signed(smallTalk), danger: signed(danger), chatter: signed(chatter),
    isExact: asked.exact === null ? "no" : asked.exact ? "entry" : "nobody",
  };
}

function entryValues(entry, asked) {
  return {
    title: entry.title, id: entry.id, nearest: entry.nearest, fitted: entry.fit > 0,
    score: percent(entry.score), share: entry.score, fit: decimal(entry.fit), covers: percent(entry.covers),
    level: levelOf(entry.score, asked), marks: scoresDecide(asked) ? marksOf(asked.thresholds) : "none",
  };
}

/** Which of the thresholds a score has reached; none of them counts while somebody types. */
function levelOf(score, asked) {
  if (!scoresDecide(asked)) return "typed";
  if (score >= asked.thresholds.answer) return "answer";
  return score >= asked.thresholds.suggest ? "suggest" : "below";
}

function scoresDecide(asked) {
  return asked.how !== "typed";
}

/** Why the decision fell so, as the name of a sentence; what the figures do not explain has a sentence of its own. */
function reasonOf(asked) {
  if (!scoresDecide(asked)) return asked.entries.length > 0 ? "typed" : "typed-none";
  const reason = { answer: whyAnswer, suggest: whySuggest, unknown: whyUnknown, silent: whySilent }[asked.decision];
  if (reason) return reason(asked, asked.entries[0]?.score ?? 0);
  return asked.entries.length > 0 ? "unused" : "none";
}

function whyAnswer(asked, score) {
  if (asked.exact && asked.exact === asked.entries[0]?.id) return "exact";
  const clear = score >= asked.thresholds.answer && leadOf(asked.entries) >= asked.thresholds.lead;
  return clear ? "sure" : "elsewhere";
}

function whySuggest(asked, score) {
  if (score < asked.thresholds.suggest) return "elsewhere";
  if (score < asked.thresholds.answer) return "between";
  if (leadOf(asked.entries) < asked.thresholds.lead) return "close";
  return isShort(asked) ? "short" : "elsewhere";
}

function whyUnknown(asked, score) {
  if (asked.entries.length === 0) return "nothing";
  if (asked.exact === "") return "outside";
  if (score < asked.thresholds.suggest) return asked.nobody > asked.entries[0].fit ? "nobody" : "low";
  return isShort(asked) ? "short" : "elsewhere";
}

function whySilent(asked, score) {
  if (asked.passed_over) return asked.passed_over;
  if (asked.entries.length === 0) return "nothing";
  return score < asked.thresholds.answer ? "unsure" : "close-in-group";
}

function isShort(asked) {
  return asked.terms.length <= FEW_WORDS;
}

/** By how much the first entry fits better than the best other one. */
function leadOf(entries) {
  const [first, ...others] = entries.map((entry) => entry.fit);
  return first === undefined ? 0 : first - Math.max(0, ...others);
}

/** In groups both thresholds are the same: one mark. */
function marksOf(thresholds) {
  return thresholds.answer === thresholds.suggest ? "one" : "two";
}

function withMarks(content, asked) {
  for (const marked of content.querySelectorAll("[data-marks]")) {
    setShare(marked, "--answer", asked.thresholds.answer);
    setShare(marked, "--suggest", asked.thresholds.suggest);
  }
  return content;
}

/** The button that copies the line for the file of questions; where the browser forbids it, the line is selected. */
function withCopying(content) {
  const button = content.querySelector("[data-copy]");
  const line = content.querySelector("[data-line]");
  const status = content.querySelector("[role=status]");
  button?.addEventListener("click", async () => {
    const copied = await copy(line.textContent);
    if (!copied) getSelection().selectAllChildren(line);
    status.replaceChildren(fill("panel-copied", { copied: copied ? "yes" : "no" }));
  });
  return content;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
