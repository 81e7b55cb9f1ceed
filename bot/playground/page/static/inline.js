/** Inline mode: while somebody types behind the bot's name, its results are in the list over the input line. */

import { byId, put, stamp, tintOf } from "./nodes.js";

const PAUSE = 150; // milliseconds without a key until the bot is asked

export class Inline {
  #asked = null; // whose which query is shown or on its way
  #timer;
  #results = [];
  #next = ""; // where more results begin, "" for no more
  #loading = false;
  #button = byId("inline-button");

  /** `act` does an act, null where it failed; `done()` empties the line; `start(payload)` opens the private chat. */
  constructor({ store, list, act, done, start }) {
    Object.assign(this, { store, list, act, done });
    this.#button.addEventListener("click", () => {
      this.stop();
      start(this.#button.dataset.start);
    });
    this.#button.addEventListener("keydown", (event) => this.#leave(event));
  }

  /** Whether a text is a query for the bot. */
  wants(text) {
    return text.toLowerCase().startsWith(`@${this.store.bot.username.toLowerCase()} `);
  }

  /** Asks the bot, once no key is pressed for a moment. */
  offer(text) {
    const query = text.slice(this.store.bot.username.length + 2).trim();
    const asked = `${this.store.person.id} ${query}`;
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.list.wait(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(query, asked), PAUSE);
  }

  /** Forgets the query; what the bot still answers to it is dropped. */
  stop() {
    clearTimeout(this.#timer);
    this.#asked = null;
    this.list.wait(false);
  }

  /** Moves from the line to the button above the list; false where there is none. */
  enterButton() {
    if (this.#button.hidden) return false;
    this.#button.focus();
    return true;
  }

  async #ask(query, asked) {
    const answer = await this.act("inline", { person: this.store.person.id, query, offset: "" });
    if (asked !== this.#asked) return; // somebody typed on
    this.list.wait(false);
    if (!answer) return;
    this.#results = answer.results;
    this.#next = answer.next_offset;
    this.list.show(answer.results.map(rowOf), {
      choose: (index) => this.#choose(this.#results[index]),
      more: () => this.#more(query, asked),
    });
    this.#showButton(answer.button);
  }

  async #more(query, asked) {
    if (!this.#next || this.#loading) return;
    this.#loading = true;
    const answer = await this.act("inline", { person: this.store.person.id, query, offset: this.#next });
    this.#loading = false;
    if (asked !== this.#asked || !answer) return;
    this.#results.push(...answer.results);
    this.#next = answer.next_offset;
    this.list.add(answer.results.map(rowOf));
  }

  #choose(result) {
    const { person, chat, topic } = this.store;
    this.stop();
    this.done();
    this.act("choose", { person: person.id, chat: chat.id, topic, result_id: result.id });
  }

  #showButton(button) {
    this.#button.hidden = !button;
    if (!button) return;
    this.#button.textContent = button.text;
    this.#button.dataset.start = button.start_parameter;
  }

  #leave(event) {
    if (!["ArrowDown", "Escape"].includes(event.key)) return;
    event.preventDefault();
    byId("text").focus();
  }
}

function rowOf({ id, title, description, thumbnail }) {
  const row = stamp("t-result");
  const picture = row.querySelector(".thumb");
  if (thumbnail?.startsWith("/")) {
    picture.append(Object.assign(new Image(), { src: thumbnail, alt: "" }));
  } else {
    picture.classList.add(tintOf({ id: id.length + (id.codePointAt(0) ?? 0) }));
    picture.textContent = Array.from(title)[0] ?? "";
  }
  put(row, "strong", title);
  put(row, ".result-words span", description);
  return row;
}
