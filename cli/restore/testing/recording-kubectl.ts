import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Answers what a restore asks of a cluster with one application, remembers its annotation, and writes down the rest. */
const script = `#!/bin/sh
folder=$(dirname "$0")
echo "kubectl $*" >> "$folder/calls"
if [ -f "$folder/fails-on" ]; then case "$*" in *"$(cat "$folder/fails-on")"*) exit 1 ;; esac; fi
case "$*" in
  *"apply -f -"*) cat >> "$folder/applied"; echo "---" >> "$folder/applied" ;;
  *"replicas-before-restore="*) echo "$*" | sed 's/.*=//' > "$folder/replicas" ;;
  *"annotations.berth"*) cat "$folder/replicas" 2>/dev/null || true ;;
  *"{.spec.replicas}"*) printf 2 ;;
  *tracking-id*) printf 'passwords:apps/Deployment:vaultwarden/vaultwarden' ;;
  *requests.storage*|*restic.capacity*) printf 5Gi ;;
  *accessModes*) printf ReadWriteOnce ;;
  *torageClassName*) printf ceph-block-retain ;;
  *volumeName*) printf pvc-old ;;
esac
`;

export interface RecordingKubectl {
  /** With the kubectl first on the `PATH`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Every call that changes something, in order, without the program's name. */
  readonly changes: () => readonly string[];
  /** Every document that was applied. */
  readonly applied: () => readonly unknown[];
  /** From now on calls that contain the text fail. `undefined`: none. */
  readonly failOn: (text: string | undefined) => void;
}

/** Gives a test a kubectl that reaches no cluster. */
export async function withRecordingKubectl(use: (kubectl: RecordingKubectl) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "berth-kubectl-"));
  const path = (name: string) => join(folder, name);
  const linesOf = (name: string) => (existsSync(path(name)) ? readFileSync(path(name), "utf8").split("\n").slice(0, -1) : []);
  writeFileSync(path("kubectl"), script);
  chmodSync(path("kubectl"), 0o755);
  try {
    await use({
      environment: { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` },
      changes: () =>
        linesOf("calls")
          .map((line) => line.slice("kubectl ".length))
          .filter((line) => !/ get |^get /.test(line)),
      applied: () =>
        linesOf("applied")
          .join("\n")
          .split("---")
          .filter((text) => text.trim() !== "")
          .map((text): unknown => JSON.parse(text)),
      failOn: (text) => {
        if (text === undefined) {
          rmSync(path("fails-on"), { force: true });
        } else {
          writeFileSync(path("fails-on"), text);
        }
      },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
