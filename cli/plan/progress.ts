/** Nothing is said about what is done before a reader starts to wonder. */
const silentMilliseconds = 2000;

/** Says how far a command is when it takes more than two seconds, to people only: a log has no use for it. */
export class Progress {
  readonly #stream: Pick<NodeJS.WriteStream, "write" | "isTTY">;
  #said = Date.now();

  /** @param stream Standard error: what the command prints goes elsewhere. */
  constructor(stream: Pick<NodeJS.WriteStream, "write" | "isTTY">) {
    this.#stream = stream;
  }

  /** Says what is done, when nothing was said for two seconds. */
  say(what: string): void {
    const now = Date.now();
    if (this.#stream.isTTY && now - this.#said > silentMilliseconds) {
      this.#said = now;
      this.#stream.write(`${what}\n`);
    }
  }
}
