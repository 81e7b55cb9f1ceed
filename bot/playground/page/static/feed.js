/** The line to the server: its events come in, acts go out. */

const EVENTS = ["state", "message", "deleted", "typing", "asks", "panel"];
const AGAIN = 2000; // milliseconds until a line that the browser gave up is opened again
const PATIENCE = 60_000; // milliseconds until an act counts as not answered

/** An act that could not be done; the message is the server's (English) or empty where it did not answer. */
export class ActError extends Error {}

/**
 * Listens to the server while the page is to be seen; `hear` has a function for each kind of event.
 *
 * A browser keeps six connections to a host, for all its tabs together: a hidden page that held one would leave the
 * others without.
 */
export class Feed {
  #line = null; // null while the page is hidden

  constructor(hear, onConnected) {
    this.hear = hear;
    this.onConnected = onConnected;
  }

  /** Begins to listen; whenever the page is seen again, or the line was broken, `state` comes first. */
  open() {
    document.addEventListener("visibilitychange", () => this.#fit());
    this.#fit();
  }

  #fit() {
    if (!document.hidden) {
      this.#line ??= this.#connect();
      return;
    }
    this.#line?.close();
    this.#line = null;
  }

  /** A line that the browser opens again whenever it breaks, and the page where the browser gives it up. */
  #connect() {
    const line = new EventSource("/events");
    for (const name of EVENTS) {
      line.addEventListener(name, (event) => this.hear[name](JSON.parse(event.data)));
    }
    line.addEventListener("open", () => this.onConnected(true));
    line.addEventListener("error", () => {
      this.onConnected(false);
      if (line.readyState !== EventSource.CLOSED) return;
      setTimeout(() => {
        if (this.#line === line) this.#line = null;
        this.#fit();
      }, AGAIN);
    });
    return line;
  }

  /** Does an act; what the server answers. Throws ActError. */
  async act(name, fields = {}) {
    let response, answer;
    try {
      response = await fetch("/acts", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ act: name, ...fields }),
        signal: AbortSignal.timeout(PATIENCE),
      });
      answer = await response.text();
    } catch {
      throw new ActError("");
    }
    if (!response.ok) throw new ActError(errorIn(answer));
    return JSON.parse(answer);
  }
}

/** What the server says is wrong: as JSON, or plainly where it broke. */
function errorIn(answer) {
  try {
    return JSON.parse(answer).error;
  } catch {
    return answer;
  }
}
