import { createServer, type Server } from "node:http";

/** A request that GitHub got. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What happens to one request instead of its answer. */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Carried out, and never answered. */
  | "lost-answer"
  /** Not carried out, and never answered. */
  | "silence"
  | { readonly body: string };

interface FakeRun {
  readonly id: number;
  readonly created_at: string;
  status: string;
}

/** The two endpoints of GitHub that the relay uses, on loopback, with faults. */
export class LoopbackGitHub {
  readonly received: Received[] = [];
  readonly runs: FakeRun[] = [];
  readonly #faults: { readonly method: string; readonly fault: Fault }[] = [];
  readonly #server: Server;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.#server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => (body += text));
      request.on("end", () => {
        const { method = "", url: path = "", headers } = request;
        this.received.push({ method, path, headers, body });
        const index = this.#faults.findIndex((each) => each.method === method);
        const fault = this.#faults.splice(index, index < 0 ? 0 : 1)[0]?.fault;
        if (fault === "silence") {
          return;
        }
        if (fault !== undefined && fault !== "lost-answer") {
          const answer =
            "status" in fault
              ? { status: fault.status, headers: fault.headers ?? {}, body: "{}" }
              : { status: 200, headers: {}, body: fault.body };
          response.writeHead(answer.status, answer.headers).end(answer.body);
          return;
        }
        const [status, answer] = this.#carryOut(method, path);
        if (fault === undefined) {
          response.writeHead(status, { "content-type": "application/json" }).end(answer);
        }
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  }

  /** The next requests of a method meet these, one each. */
  failNext(method: "GET" | "POST", ...faults: readonly Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ method, fault })));
  }

  addRun(status: string, createdAt: number): void {
    this.runs.unshift({ id: this.runs.length + 1, created_at: new Date(createdAt).toISOString(), status });
  }

  finishRuns(): void {
    for (const run of this.runs) {
      run.status = "completed";
    }
  }

  /** What was dispatched, in order. */
  get dispatched(): readonly unknown[] {
    return this.received.filter(({ method }) => method === "POST").map(({ body }): unknown => JSON.parse(body));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #carryOut(method: string, path: string): readonly [status: number, body: string] {
    if (method === "GET" && path === "/repos/acme/mesh/actions/workflows/scale.yml/runs?per_page=20") {
      return [200, JSON.stringify({ total_count: this.runs.length, workflow_runs: this.runs })];
    }
    if (method === "POST" && path === "/repos/acme/mesh/dispatches") {
      this.addRun("queued", this.#now());
      return [204, ""];
    }
    return [404, "{}"];
  }
}
