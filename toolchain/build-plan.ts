import { executableName } from "./build-tools";
import type { GoTool } from "./tool";
import { formatVersion } from "./version";

/** Tools that one run of `go build` makes, of one module and with the same flags. */
export type Batch = readonly GoTool[];

/** Puts together what one run of `go build` can make: it cannot make two executables of the same name. */
export function batchesOf(tools: readonly GoTool[]): readonly Batch[] {
  const batches: GoTool[][] = [];
  for (const tool of tools) {
    const batch = batches.find((other) => other.every((each) => fitTogether(tool, each)));
    if (batch === undefined) {
      batches.push([tool]);
    } else {
      batch.push(tool);
    }
  }
  return batches;
}

function fitTogether(a: GoTool, b: GoTool): boolean {
  return (
    a.moduleDirectory === b.moduleDirectory &&
    a.linkerFlags.join(" ") === b.linkerFlags.join(" ") &&
    executableName(a.package) !== executableName(b.package)
  );
}

/** A link of kube-apiserver takes 1.5 GiB, beside the compilers that run at the same time. */
const bytesPerBuild = 4 * 2 ** 30;

/** How to build within the memory that there is: two modules at a time help, as one downloads while another compiles. */
export function parallelism(availableBytes: number): { readonly builds: number; readonly jobs?: number } {
  if (availableBytes < bytesPerBuild) {
    return { builds: 1, jobs: 1 };
  }
  return { builds: availableBytes < 2 * bytesPerBuild ? 1 : 2 };
}

/** Seconds on two idle cores. */
export function estimatedSeconds(tools: readonly GoTool[]): number {
  const modules = Map.groupBy(tools, ({ moduleDirectory }) => moduleDirectory);
  return [...modules.values()].reduce((sum, members) => {
    // One of them is built as if it were alone, and the others add what they have for themselves.
    const beside = members.reduce((total, { buildTime }) => total + (buildTime.beside ?? buildTime.alone), 0);
    const firsts = members.map(({ buildTime }) => buildTime.alone - (buildTime.beside ?? buildTime.alone));
    return sum + beside + Math.max(...firsts);
  }, 0);
}

/** `takes about 3 minutes on 2 cores, once`. */
export function describeEstimate(tools: readonly GoTool[]): string {
  return `takes about ${describeSeconds(estimatedSeconds(tools))} on 2 cores, once`;
}

/** `about 30 seconds`, `1 minute`, `12 minutes`, without the "about". */
export function describeSeconds(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 50) {
    return `${Math.max(Math.round(seconds / 10), 1) * 10} seconds`;
  }
  return minutes <= 1 ? "1 minute" : `${minutes} minutes`;
}

/** `building etcd 3.6.5, kwok 0.8.0`. */
export function describeBuild(tools: readonly GoTool[]): string {
  return `building ${tools.map(({ name, version }) => `${name} ${formatVersion(version)}`).join(", ")}`;
}
