import type { Finding } from "../../diagnostics/finding";
import type { NodeVersions } from "./upgrade-document";

export interface Versions {
  /** With the leading `v`. */
  readonly talos: string;
  /** Without a leading `v`. */
  readonly kubernetes: string;
}

/** A Talos release supports six minors of Kubernetes: 1.12 those from 1.30 to 1.35, and every release one more. */
const newestKubernetesOfTalos = 23;
const supportedMinors = 6;

/** Everything that speaks against an upgrade: lower versions, skipped minors, versions that do not go together. */
export function checkUpgrade(nodes: readonly NodeVersions[], target: Versions): readonly Finding[] {
  return [
    ...nodes.flatMap(({ name, talos, kubernetes }) => [
      ...checkStep("Talos", `nodes[${name}].talos`, talos, target.talos),
      ...checkStep("Kubernetes", `nodes[${name}].kubernetes`, kubernetes, target.kubernetes),
    ]),
    ...checkTogether(target),
  ];
}

function checkStep(what: string, path: string, from: string, to: string): readonly Finding[] {
  const [old, wanted] = [parts(from), parts(to)];
  if (compareReleases(from, to) > 0) {
    return [
      {
        path,
        value: from,
        message: `is newer than ${to}, and ${what} does not go back`,
        fix: `name ${from} or a later version`,
      },
    ];
  }
  if (wanted.major !== old.major || wanted.minor > old.minor + 1) {
    const next = `${what === "Talos" ? "v" : ""}${old.major}.${old.minor + 1}`;
    return [
      {
        path,
        value: from,
        message: `is more than one minor release before ${to}, and ${what} is tested from one to the next`,
        fix: `upgrade to the latest ${next} first`,
      },
    ];
  }
  return [];
}

function checkTogether({ talos, kubernetes }: Versions): readonly Finding[] {
  const newest = parts(talos).minor + newestKubernetesOfTalos;
  const oldest = newest - supportedMinors + 1;
  const { minor } = parts(kubernetes);
  return minor >= oldest && minor <= newest
    ? []
    : [
        {
          path: "target",
          value: `Talos ${talos} with Kubernetes ${kubernetes}`,
          message: `is not supported: that Talos runs Kubernetes 1.${oldest} to 1.${newest}`,
          fix: minor > newest ? "upgrade Talos first" : "upgrade Kubernetes first",
        },
      ];
}

/** Negative when the first is older, 0 when they are the same; what follows a hyphen does not count. */
export function compareReleases(one: string, other: string): number {
  const [a, b] = [parts(one), parts(other)];
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

function parts(version: string): { readonly major: number; readonly minor: number; readonly patch: number } {
  const [major = 0, minor = 0, patch = 0] = version.replace(/^v/, "").split(/[.-]/).map(Number);
  return { major, minor, patch };
}
