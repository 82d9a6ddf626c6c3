import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface PolicyPack {
  /** Folder of PulumiPolicy.yaml. */
  readonly path: string;
  /** Levels and settings of its policies; the defaults where absent. */
  readonly configuration?: Readonly<Record<string, unknown>>;
}

export interface WrittenPolicyPacks {
  /** What a preview or an update of the automation API takes. */
  readonly options: { readonly policyPacks: string[]; readonly policyPackConfigs: string[] };
  /** Takes away what was put on the disk. */
  readonly remove: () => void;
}

/** Pulumi takes the configuration of packs as files, one for each pack, in their order. */
export function writePolicyPacks(packs: readonly PolicyPack[]): WrittenPolicyPacks {
  const folder = mkdtempSync(join(tmpdir(), "berth-policies-"));
  const policyPackConfigs = packs.map(({ configuration }, index) => {
    const path = join(folder, `${index}.json`);
    writeFileSync(path, JSON.stringify(configuration ?? {}));
    return path;
  });
  return {
    options: { policyPacks: packs.map(({ path }) => resolve(path)), policyPackConfigs },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
