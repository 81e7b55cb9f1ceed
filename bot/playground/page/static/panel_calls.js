/** What the bot called at Telegram for the last update: each call, its limits, and what was refused. */

import { decimal, fill, whereIs, whole } from "./panel_fill.js";

/** The section's parts for an update, null where the bot heard of none, and its calls. */
export function calls({ update, calls: made }) {
  const wrong = made.filter((call) => stateOf(call) !== "ok").length;
  const values = { count: made.length, wrong, any: made.length > 0, state: wrong ? "wrong" : "ok" };
  const content = fill("panel-calls-some", {
    ...values,
    update: fill(update ? "panel-update" : "panel-update-none", update ? updateValues(update) : {}),
    list: made.map(callOf),
    none: made.length === 0,
  });
  return { content, brief: fill("panel-calls-brief", values) };
}

function updateValues(update) {
  const ms = decimal(update.ms, update.ms < 10 ? 1 : 0);
  return { ...update, where: whereIs(update), outcome: update.outcome ?? "handled", ms };
}

function callOf(call) {
  const params = JSON.stringify(call.params, null, 2);
  return fill("panel-call", {
    method: call.method,
    state: stateOf(call),
    error: call.error,
    measures: call.measures.map(measureOf),
    params,
    given: params !== "{}",
  });
}

/** "ok", "broken" where it does not keep a documented limit, or "refused" by Telegram, which is the worse. */
function stateOf(call) {
  if (call.error !== null) return "refused";
  return call.measures.every((measure) => measure.ok) ? "ok" : "broken";
}

/** "yes", else on which side a measure breaks its limit: what has to be said may be empty. */
function fitOf({ used, limit, ok }) {
  if (ok) return "yes";
  return used > limit ? "over" : "under";
}

function measureOf(measure) {
  return fill("panel-measure", {
    what: measure.what,
    unit: measure.unit,
    used: whole(measure.used),
    limit: whole(measure.limit),
    share: measure.limit ? measure.used / measure.limit : 1,
    fits: fitOf(measure),
  });
}
