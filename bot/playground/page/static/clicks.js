/** What one can press or open in the messages: buttons, links, commands, code, quotes, photos, the message itself. */

import { alertWith, chooseChat, copy, toast, view } from "./dialogs.js";
import { press } from "./keys.js";
import { beMenu, placeAt } from "./menus.js";
import { isService } from "./message.js";
import { byId } from "./nodes.js";

export class Clicks {
  #log = byId("log");
  #menu = byId("message-menu");
  #message = null; // whose menu is open
  #kinds = [
    [".key[data-data]", (node, message) => this.#press(node.dataset.data, message)],
    [".key[data-copy]", (node) => copy(node.dataset.copy)],
    [".key[data-query]", (node) => this.#query(node.dataset)],
    [".command", (node) => this.#command(node.textContent)],
    [".code", (node) => copy(node.textContent)],
    [".pre button", (node) => copy(node.closest(".pre").querySelector("code").textContent)],
    [".quoted", (node) => this.links.goTo(Number(node.dataset.to))],
    [".photo", (node) => view(node.querySelector("img"))],
    [".act", (node, message) => this.#open(message, node.getBoundingClientRect())],
  ];

  /** `act` does an act, null where it failed. */
  constructor({ store, log, links, composer, act, show }) {
    Object.assign(this, { store, log, links, composer, act, show });
    this.#log.addEventListener("click", (event) => this.#clicked(event));
    this.#log.addEventListener("dblclick", (event) => this.#double(event));
    this.#log.addEventListener("contextmenu", (event) => this.#context(event));
    this.#log.addEventListener("keydown", (event) => this.#key(event));
    beMenu(this.#menu, () => this.#fit());
    this.#menu.addEventListener("click", (event) => this.#choose(event.target.closest("[data-do]")?.dataset.do));
  }

  #clicked(event) {
    const link = event.target.closest("a[href]");
    if (link && this.links.follow(link.href)) event.preventDefault();
    for (const [selector, work] of this.#kinds) {
      const node = event.target.closest(selector);
      if (node) return work(node, this.log.messageAt(node));
    }
  }

  #press(data, message) {
    const { person, chat, bot } = this.store;
    press(message, data, async () => {
      const fields = { person: person.id, chat: chat.id, message_id: message.message_id, data };
      const answer = await this.act("press", fields);
      if (!answer?.text) return;
      if (answer.alert) alertWith(bot.name, answer.text);
      else toast(answer.text);
    });
  }

  async #query({ query, where }) {
    const { alone, group, bot } = this.store;
    if (where === "elsewhere") {
      const chosen = await chooseChat([
        { id: alone.id, title: bot.name, face: bot },
        { id: group.id, title: group.title, face: group },
      ]);
      if (chosen === null) return;
      this.store.open(chosen === group.id);
      this.show();
    }
    this.composer.write(`@${bot.username} ${query}`);
  }

  #command(text) {
    const isPlain = this.store.chat.kind === "private" || text.includes("@");
    this.composer.send(isPlain ? text : `${text}@${this.store.bot.username}`);
  }

  #double(event) {
    const message = this.log.messageAt(event.target);
    if (!message || isService(message) || event.target.closest("a, button, .text")) return;
    this.composer.reply(message);
  }

  #context(event) {
    const message = this.log.messageAt(event.target);
    const isNative = event.shiftKey || event.target.closest("a, img") || !getSelection().isCollapsed;
    if (!message || isService(message) || isNative) return;
    event.preventDefault();
    const { clientX: x, clientY: y } = event;
    this.#open(message, { left: x, right: x, top: y, bottom: y });
  }

  #key(event) {
    if (event.key !== "Enter" || !event.target.matches(".message")) return;
    event.preventDefault();
    this.#open(this.log.messageAt(event.target), event.target.querySelector(".bubble").getBoundingClientRect());
  }

  #open(message, where) {
    this.#message = message;
    placeAt(this.#menu, where);
    this.#menu.showPopover();
  }

  #fit() {
    const item = (name) => this.#menu.querySelector(`[data-do=${name}]`);
    item("edit").hidden = !this.composer.canEdit(this.#message);
    item("copy").hidden = !this.#text;
  }

  get #text() {
    return this.#message.text ?? this.#message.caption;
  }

  #choose(name) {
    if (name === "reply") this.composer.reply(this.#message);
    if (name === "edit") this.composer.edit(this.#message);
    if (name === "copy") copy(this.#text);
  }
}
