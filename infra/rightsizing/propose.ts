import { ceilMiB, formatCpuMilli, formatMemoryBytes } from "../quantities/quantity";
import type { Stack } from "../stack/stack";
import { standardTiers } from "../tiers/tier-table";
import type { Workload } from "../workloads/workload";
import { changesOf, type QuantityChange, type Stated } from "./changes";
import { type ContainerRecommendation, targetKey, type VpaRecommendation } from "./recommendation";
import { sizingRules } from "./rules";
import { type ContainerSize, sizeContainer, type Sizing } from "./size-container";

export interface Proposal {
  readonly workload: string;
  /** What the VPA recommends for the pod: the sum over its containers. */
  readonly recommended: { readonly lowerBound: string; readonly target: string; readonly upperBound: string };
  /** Empty: what stands there is right. */
  readonly changes: readonly QuantityChange[];
  readonly why: readonly string[];
}

/** A workload, or a recommendation, of which nothing follows. */
export interface Skipped {
  readonly subject: string;
  readonly reason: string;
}

export interface RightSizing {
  readonly proposals: readonly Proposal[];
  readonly skipped: readonly Skipped[];
}

/**
 * What the recommendations make of a stack's workloads.
 *
 * @param now milliseconds since 1970, for the age of a recommendation.
 */
export function propose(
  stack: Pick<Stack, "workloads" | "tiers" | "namespaces">,
  recommendations: readonly VpaRecommendation[],
  now: number,
): RightSizing {
  const byTarget = new Map<string, VpaRecommendation[]>();
  for (const recommendation of recommendations) {
    const key = targetKey(recommendation);
    byTarget.set(key, [...(byTarget.get(key) ?? []), recommendation]);
  }
  const proposals: Proposal[] = [];
  const skipped: Skipped[] = [];
  for (const workload of stack.workloads) {
    const key = `${workload.kind}/${workload.id}`;
    const found = byTarget.get(key) ?? [];
    byTarget.delete(key);
    const [recommendation] = found;
    const reason = reasonToSkip(workload, found, now);
    if (recommendation === undefined || reason !== undefined) {
      skipped.push({ subject: workload.id, reason: reason ?? "has no VPA" });
    } else {
      proposals.push(proposalFor(workload, recommendation, sizingOf(stack, workload)));
    }
  }
  for (const key of byTarget.keys()) {
    skipped.push({ subject: key, reason: "has a VPA and no row in the tables" });
  }
  return { proposals, skipped };
}

function reasonToSkip(workload: Workload, found: readonly VpaRecommendation[], now: number): string | undefined {
  const [recommendation, ...others] = found;
  if (recommendation === undefined) {
    return workload.estimated ? "stands for the rest of its namespace, for which there is no VPA" : "has no VPA";
  }
  if (others.length > 0) {
    return `has ${found.length} VPAs (${found.map(({ vpa }) => vpa).join(", ")}): whose recommendation counts is not defined; keep one`;
  }
  const { mode, containers, createdAt, vpa } = recommendation;
  if (mode !== "Off") {
    return `VPA ${vpa} is in mode ${mode} and sets what pods request itself; with Off it only recommends`;
  }
  if (containers.length === 0) {
    return `VPA ${vpa} has no recommendation: is the recommender running, does it have metrics, does its target have pods?`;
  }
  const days = createdAt === undefined ? Infinity : (now - createdAt) / 86_400_000;
  if (days < sizingRules.minHistoryDays) {
    return `VPA ${vpa} has watched for ${Math.max(0, Math.floor(days))} days; ${sizingRules.minHistoryDays} make its upper bound worth something`;
  }
  const unknown = containers.filter(({ container }) => !knows(workload, container)).map(({ container }) => container);
  if (unknown.length > 0) {
    return `VPA ${vpa} knows containers that the row does not: ${unknown.join(", ")}`;
  }
  const hasPodLevel = workload.resources !== undefined;
  return hasPodLevel ? "says what its pod requests as a whole, which the VPA knows nothing of" : undefined;
}

/** Of what others render the row has no containers, only their sum. */
function knows({ containers }: Workload, name: string): boolean {
  return containers.length === 0 || containers.some((container) => container.name === name);
}

function sizingOf({ tiers, namespaces }: Pick<Stack, "tiers" | "namespaces">, { tier, namespace, requests, stability }: Workload): Sizing {
  const { stability: usual, memory, limitRange } = (tiers?.table ?? standardTiers)[tier];
  const isLimited = tiers !== undefined && namespaces.some(({ name, madeElsewhere }) => name === namespace && !madeElsewhere);
  const usesCard = Object.keys(requests.extended).some((resource) => resource.includes("gpu"));
  return {
    stability: stability ?? (usesCard ? "volatile" : usual),
    memory,
    ...(isLimited ? { maxMemory: limitRange.max.memory } : {}),
  };
}

function proposalFor(workload: Workload, { containers }: VpaRecommendation, sizing: Sizing): Proposal {
  const sized = containers.map((recommendation) => ({ name: recommendation.container, ...sizeContainer(recommendation, sizing) }));
  const changes =
    workload.containers.length === 0
      ? changesOf(statedOf(workload), total(sized))
      : sized.flatMap((size) => {
          const container = workload.containers.find(({ name }) => name === size.name);
          const { requests = {}, limits = {} } = container ?? {};
          return changesOf({ container: size.name, cpu: requests.cpu, memory: requests.memory, limit: limits.memory }, size);
        });
  return {
    workload: workload.id,
    recommended: {
      lowerBound: sumText(containers, "lowerBound"),
      target: sumText(containers, "target"),
      upperBound: sumText(containers, "upperBound"),
    },
    changes,
    why: [...new Set(sized.flatMap(({ why, name }) => (sized.length === 1 ? why : why.map((reason) => `${name}: ${reason}`))))],
  };
}

function statedOf({ currentRequests: { cpuMilli, memoryBytes }, limits }: Workload): Stated {
  return {
    ...(cpuMilli === 0 ? {} : { cpu: formatCpuMilli(cpuMilli) }),
    ...(memoryBytes === 0 ? {} : { memory: formatMemoryBytes(memoryBytes) }),
    ...(limits.memoryBytes === undefined ? {} : { limit: formatMemoryBytes(limits.memoryBytes) }),
  };
}

type Size = Pick<ContainerSize, "request" | "memoryLimitBytes">;

function total(sizes: readonly Size[]): Size {
  return {
    request: {
      cpuMilli: sizes.reduce((sum, { request }) => sum + request.cpuMilli, 0),
      memoryBytes: sizes.reduce((sum, { request }) => sum + request.memoryBytes, 0),
    },
    memoryLimitBytes: sizes.reduce((sum, { memoryLimitBytes }) => sum + memoryLimitBytes, 0),
  };
}

function sumText(containers: readonly ContainerRecommendation[], bound: "lowerBound" | "target" | "upperBound"): string {
  const cpuMilli = containers.reduce((sum, container) => sum + container[bound].cpuMilli, 0);
  const memoryMiB = containers.reduce((sum, container) => sum + ceilMiB(container[bound].memoryBytes), 0);
  return `${formatCpuMilli(cpuMilli)} ${memoryMiB}Mi`;
}
