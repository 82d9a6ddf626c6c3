import { appendFileSync, chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Environment } from "../../../toolchain/tool";

/** Answers questions from files, writes everything else down, forgets nodes that are deleted, and fails where a test wants it. */
const script = `#!/bin/sh
cd "$(dirname "$0")" || exit 9
if [ "$1" = --kubeconfig ]; then shift 2; fi
case "$1" in get) ;; *) echo "$*" >> calls ;; esac
if [ -f fails ]; then while read -r text; do case "$*" in *"$text"*) echo "told to fail" >&2; exit 3 ;; esac; done < fails; fi
case "$1 $2" in
  "get nodes") cat nodes ;;
  "get pods") cat "pods.\${5#spec.nodeName=}" 2> /dev/null || echo '{"items":[]}' ;;
  "get persistentvolumes") cat volumes ;;
  "get poddisruptionbudgets") cat budgets ;;
  "get deployments,statefulsets") cat scaled ;;
  "delete node") grep -v "\\"$3\\"" nodes > left; mv left nodes ;;
esac
`;

export class FakeKubectl {
  readonly #folder = mkdtempSync(join(tmpdir(), "berth-scale-"));

  /** @param nodes Names of the cluster's nodes, all ready. */
  constructor(nodes: readonly string[]) {
    writeFileSync(join(this.#folder, "kubectl"), script);
    chmodSync(join(this.#folder, "kubectl"), 0o755);
    this.setNodes(nodes.map((name) => ({ name })));
    for (const file of ["volumes", "budgets", "scaled"]) {
      this.answer(file, []);
    }
  }

  get environment(): Environment {
    return { ...process.env, PATH: `${this.#folder}${delimiter}${process.env["PATH"] ?? ""}` };
  }

  /** Every call that changes something, in order, without the program's name. */
  get calls(): readonly string[] {
    const path = join(this.#folder, "calls");
    return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  }

  /** One node a line, so that the script can take a line out. */
  setNodes(
    nodes: readonly { readonly name: string; readonly ready?: boolean; readonly labels?: Readonly<Record<string, string>> }[],
  ): void {
    const rows = nodes.map(({ name, ready = true, labels = {} }) =>
      JSON.stringify({
        metadata: { name, labels },
        spec: {},
        status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
      }),
    );
    // The last one stands for nothing: it lets every line before end in a comma.
    writeFileSync(join(this.#folder, "nodes"), `{"items":[\n${rows.map((row) => `${row},\n`).join("")}${rowOfNothing}\n]}\n`);
  }

  /** What is answered: `pods.<node>`, `volumes`, `budgets`, `scaled`. */
  answer(file: string, items: readonly unknown[]): void {
    writeFileSync(join(this.#folder, file), JSON.stringify({ items }));
  }

  /** Has every call that contains the text fail from now on. */
  failAt(text: string): void {
    appendFileSync(join(this.#folder, "fails"), `${text}\n`);
  }

  mend(): void {
    rmSync(join(this.#folder, "fails"), { force: true });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const rowOfNothing = JSON.stringify({
  metadata: { name: "virtual" },
  spec: {},
  status: { conditions: [{ type: "Ready", status: "True" }] },
});
