/** The bot's commands in the list over the input line, as the bot sets them for each kind of chat. */

import { put, stamp } from "./nodes.js";

const BEGUN = /^\/(\w*)$/;

export class Commands {
  /** `use(text)` sends a command, `write(text)` puts it into the line to go on from. */
  constructor({ store, list, use, write }) {
    Object.assign(this, { store, list, use, write });
  }

  /** Whether a text is the beginning of a command. */
  wants(text) {
    return BEGUN.test(text) && this.#matching(text).length > 0;
  }

  /** Shows the commands that begin like the text; all of them where it is no command. */
  offer(text, selected = 0) {
    const commands = this.#matching(text);
    const spell = (index) => `/${commands[index].command}${this.#address}`;
    this.list.show(commands.map(rowOf), {
      selected,
      choose: (index, byTab) => (byTab ? this.write(`${spell(index)} `) : this.use(spell(index))),
    });
  }

  /** The commands for whoever speaks here: a person's own and an admin's take the place of everybody's. */
  get #here() {
    const { chat, person, commands } = this.store;
    if (chat.kind === "private") return commands.own[person.id] ?? commands.private;
    return person.role === "creator" && commands.admins.length > 0 ? commands.admins : commands.group;
  }

  get #address() {
    return this.store.chat.kind === "private" ? "" : `@${this.store.bot.username}`;
  }

  #matching(text) {
    const begun = (BEGUN.exec(text)?.[1] ?? "").toLowerCase();
    return this.#here.filter(({ command }) => command.startsWith(begun));
  }
}

function rowOf({ command, description }) {
  const row = stamp("t-command");
  put(row, "strong", `/${command}`);
  put(row, "span", description);
  return row;
}
