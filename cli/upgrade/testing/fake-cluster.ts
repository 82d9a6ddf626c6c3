import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Programs } from "../command-runner";

/** A machine as the fake programs know it. */
export interface FakeMachine {
  readonly name: string;
  readonly address: string;
  readonly talos: string;
  readonly kubernetes: string;
  readonly platform: string;
  readonly schematic?: string;
}

/**
 * A talosctl and a kubectl that act on files: they do what the real ones do to versions and cordons, and fail where a
 * test wants it.
 */
export class FakeCluster {
  readonly folder = mkdtempSync(join(tmpdir(), "berth-upgrade-"));
  readonly #machines: readonly FakeMachine[];

  constructor(machines: readonly FakeMachine[]) {
    this.#machines = machines;
    mkdirSync(join(this.folder, "bin"));
    for (const { name, address, talos, kubernetes, platform, schematic } of machines) {
      const fields = { address, talos, kubernetes, platform, schematic: schematic ?? "" };
      for (const [field, value] of Object.entries(fields)) {
        this.#write(`${name}.${field}`, value);
      }
      this.#write(`name.${address}`, name);
    }
    this.#write("names", machines.map(({ name }) => name).join("\n"));
    this.#program("talosctl", talosctl);
    this.#program("kubectl", kubectl);
  }

  get programs(): Programs {
    return { talosctl: join(this.folder, "bin", "talosctl"), kubectl: join(this.folder, "bin", "kubectl") };
  }

  /** Every command that changes something or checks the cluster, in order. */
  get calls(): readonly string[] {
    const path = join(this.folder, "calls");
    return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  }

  /** What each machine runs now, and whether it takes no pods. */
  get versions(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.#machines.map(({ name }) => [
        name,
        `${this.#read(`${name}.talos`)}${existsSync(join(this.folder, `${name}.cordoned`)) ? " cordoned" : ""}`,
      ]),
    );
  }

  /** Has every command that contains the text fail from now on. */
  failAt(text: string): void {
    this.#write("fail", text);
  }

  /** Has a machine go back to what it ran when it is upgraded. */
  rollBack(name: string): void {
    this.#write(`${name}.rollback`, "");
  }

  mend(): void {
    rmSync(join(this.folder, "fail"), { force: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #program(name: string, script: string): void {
    const path = join(this.folder, "bin", name);
    writeFileSync(path, `#!/bin/sh\ncd "${this.folder}" || exit 9\nprogram=${name}\n${preamble}${script}`);
    chmodSync(path, 0o755);
  }

  #write(file: string, content: string): void {
    writeFileSync(join(this.folder, file), content);
  }

  #read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }
}

/** Looks for --nodes, fails where told to, and keeps a record of what is not a question. */
const preamble = `all="$program $*"
case "$1" in get|version) ;; *) echo "$all" >> calls ;; esac
if [ -f fail ]; then case "$all" in *"$(cat fail)"*) echo "told to fail" >&2; exit 3 ;; esac; fi
verb=$1
node=
image=
to=
dry=
while [ $# -gt 0 ]; do
  case "$1" in
    --nodes) node=$(cat "name.$2"); shift ;;
    --image) image=$2; shift ;;
    --to) to=$2; shift ;;
    --dry-run) dry=yes ;;
  esac
  last=$1
  kind=\${kind:-$2}
  shift
done
`;

const talosctl = `case "$verb" in
  version) printf 'Client:\\n\\tTag:         v1.12.0\\nServer:\\n\\tNODE:        x\\n\\tTag:         %s\\n' "$(cat "$node.talos")" ;;
  get)
    case "$all" in
      *extensions*)
        printf 'node: x\\nmetadata:\\n    id: "0"\\nspec:\\n    metadata:\\n        name: iscsi-tools\\n        version: v0.2.0\\n'
        if [ -s "$node.schematic" ]; then printf -- '---\\nnode: x\\nspec:\\n    metadata:\\n        name: schematic\\n        version: %s\\n' "$(cat "$node.schematic")"; fi ;;
      *platformmetadata*) printf 'node: x\\nspec:\\n    platform: %s\\n' "$(cat "$node.platform")" ;;
    esac ;;
  upgrade) if [ ! -f "$node.rollback" ]; then printf '%s' "\${image##*:}" > "$node.talos"; schematic=\${image%:*}; printf '%s' "\${schematic##*/}" > "$node.schematic"; fi ;;
  upgrade-k8s) if [ -z "$dry" ]; then for each in $(cat names); do printf '%s' "$to" > "$each.kubernetes"; done; fi ;;
  health) for each in $(cat names); do if [ -f "$each.cordoned" ]; then echo "$each is not schedulable" >&2; exit 1; fi; done ;;
esac
`;

const kubectl = `case "$verb" in
  get)
    items=
    for each in $(cat names); do
      cordoned=false
      if [ -f "$each.cordoned" ]; then cordoned=true; fi
      item="{\\"metadata\\":{\\"name\\":\\"$each\\"},\\"spec\\":{\\"unschedulable\\":$cordoned},\\"status\\":{\\"nodeInfo\\":{\\"kubeletVersion\\":\\"v$(cat "$each.kubernetes")\\"}}}"
      items="$items\${items:+,}$item"
    done
    printf '{"items":[%s]}' "$items" ;;
  drain) : > "$kind.cordoned" ;;
  uncordon) rm -f "$kind.cordoned" ;;
esac
`;
