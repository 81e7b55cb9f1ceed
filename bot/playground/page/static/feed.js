/** The line to the server: its events come in, acts go out. */

const EVENTS = ["state", "message", "deleted", "typing", "asks", "panel"];
const AGAIN = 2000; // milliseconds until a line that the browser gave up is opened again

/** An act that could not be done; the message is the server's (English) or empty where it did not answer. */
export class ActError extends Error {}

/** Listens to the server for as long as the page is open; `hear` has a function for each kind of event. */
export class Feed {
  constructor(hear, onConnected) {
    this.hear = hear;
    this.onConnected = onConnected;
  }

  /** Opens the line; the browser opens it again whenever it breaks, and `state` then comes first. */
  open() {
    const line = new EventSource("/events");
    for (const name of EVENTS) {
      line.addEventListener(name, (event) => this.hear[name](JSON.parse(event.data)));
    }
    line.addEventListener("open", () => this.onConnected(true));
    line.addEventListener("error", () => {
      this.onConnected(false);
      if (line.readyState !== EventSource.CLOSED) return;
      line.close();
      setTimeout(() => this.open(), AGAIN);
    });
  }

  /** Does an act; what the server answers. Throws ActError. */
  async act(name, fields = {}) {
    let response, answer;
    try {
      response = await fetch("/acts", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ act: name, ...fields }),
      });
      answer = await response.json();
    } catch {
      throw new ActError("");
    }
    if (!response.ok) throw new ActError(answer.error ?? "");
    return answer;
  }
}
