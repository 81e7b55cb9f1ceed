/** The words of the page: they stand in index.html; here they are found and filled in. */

const language = document.documentElement.lang;
const words = new Map(
  Array.from(document.getElementById("words").content.children, (word) => [word.dataset.word, word.textContent]),
);
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
const thisYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
const otherYears = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });

/** The words of that name, with each {value} in its place. */
export function say(name, values = {}) {
  return words.get(name).replace(/\{(\w+)\}/g, (_, value) => values[value]);
}

/** The time of day of a Unix time in seconds. */
export function timeOf(seconds) {
  return clock.format(seconds * 1000);
}

/** A day in words: today, yesterday, or its date. */
export function dayOf(seconds) {
  const day = new Date(seconds * 1000);
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (sameDay(day, today)) return say("today");
  if (sameDay(day, yesterday)) return say("yesterday");
  return (day.getFullYear() === today.getFullYear() ? thisYear : otherYears).format(day);
}

/** Whether two Unix times in seconds are of one day. */
export function onOneDay(one, other) {
  return sameDay(new Date(one * 1000), new Date(other * 1000));
}

function sameDay(one, other) {
  return one.toDateString() === other.toDateString();
}
