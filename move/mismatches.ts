import type { Finding } from "../infra/diagnostics/finding";
import type { Stack } from "../infra/stack/stack";
import { type LiveCluster, objectKey } from "./live-cluster";
import type { LiveWorkload, MatchedPods } from "./live-workloads";

const bytesPerMiB = 1024 * 1024;

/**
 * Where a cluster is not what the tables say, so that steps that were ordered by the tables might not have the room that
 * they count on. How many pods an autoscaler has, and where movable pods run, is no mismatch: the steps go by it.
 */
export function mismatches({ hardware, problem }: Stack, cluster: LiveCluster, { workloads, strangers }: MatchedPods): readonly Finding[] {
  const modes = new Map(problem.workloads.map(({ id, mode }) => [id, mode]));
  return [
    ...nodeFindings(
      hardware.machines.map(({ name }) => name),
      cluster,
    ),
    ...[...workloads.values()].flatMap((live) => workloadFindings(live, modes.get(live.row.id), cluster)),
    ...strangers.map(({ namespace, name, workload }) => ({
      path: workload ?? `${namespace}/${name}`,
      message: `runs in the cluster (pod ${namespace}/${name}) and is in no row of the tables`,
      fix: "add it to the tables, or end it",
    })),
  ];
}

function nodeFindings(planned: readonly string[], { nodes }: LiveCluster): readonly Finding[] {
  const live = new Map(nodes.map((node) => [node.name, node]));
  return [
    ...planned
      .filter((name) => !live.has(name))
      .map((name) => ({ path: name, message: "is in the tables and no node of the cluster", fix: "join it, or plan --without it" })),
    ...nodes.flatMap(({ name, ready, cordoned }): readonly Finding[] => {
      if (!planned.includes(name)) {
        return [{ path: name, message: "is a node of the cluster and not in the tables", fix: "add it to the tables" }];
      }
      if (!ready) {
        return [{ path: name, message: "is not ready", fix: "wait until it is" }];
      }
      return cordoned ? [{ path: name, message: "is cordoned: nothing can start there", fix: `kubectl uncordon ${name}` }] : [];
    }),
  ];
}

function workloadFindings(live: LiveWorkload, mode: string | undefined, cluster: LiveCluster): readonly Finding[] {
  const { row, pods } = live;
  if (mode === undefined) {
    // A row that is only there for rented nodes is none of the plan.
    return [];
  }
  if (isMissing(live, cluster)) {
    return [{ path: row.id, message: `is in the tables, and the cluster has no such ${row.kind}`, fix: "deploy it, or take its row out" }];
  }
  const findings: Finding[] = [];
  const found = row.estimated ? pods.length : live.wanted;
  if (mode === "replicas" && row.scaling === undefined && row.kind !== "CronJob" && found !== row.replicas) {
    findings.push({ path: row.id, message: `is to have ${row.replicas} pods by the tables`, value: String(found), fix: "correct its row" });
  }
  if (mode === "fixed") {
    const astray = pods.filter(({ node }) => node !== undefined && row.current[node] === undefined);
    findings.push(
      ...astray.map(({ namespace, name, node = "" }) => ({
        path: row.id,
        message: `may not move, and its pod ${namespace}/${name} is not where the tables have it`,
        value: node,
        fix: "correct `current` of its row",
      })),
    );
  }
  return [...findings, ...requestFindings(live)];
}

function isMissing({ row, pods, controller }: LiveWorkload, { others }: LiveCluster): boolean {
  const there = pods.length > 0 || controller !== undefined || others.has(objectKey(row.kind, row));
  // A rest of nothing is a number of pods that is wrong, and a scaled workload may have none.
  return !there && !row.estimated;
}

function requestFindings({ row, pods }: LiveWorkload): readonly Finding[] {
  if (row.estimated) {
    const asked = pods.map(({ requests }) => requests);
    const cpuMilli = asked.reduce((sum, requests) => sum + requests.cpuMilli, 0);
    const memoryBytes = asked.reduce((sum, requests) => sum + requests.memoryBytes, 0);
    const count = Math.max(1, pods.length);
    const planned = { cpuMilli: row.requests.cpuMilli * count, memoryBytes: row.requests.memoryBytes * count };
    return cpuMilli > planned.cpuMilli || memoryBytes > planned.memoryBytes
      ? [
          {
            path: row.id,
            message: `requests no more than ${amounts(planned)} by the tables`,
            value: amounts({ cpuMilli, memoryBytes }),
            fix: "correct its row",
          },
        ]
      : [];
  }
  const odd = pods.find(({ requests }) => ![row.requests, row.currentRequests].some((known) => isSame(known, requests)));
  return odd === undefined
    ? []
    : [
        {
          path: row.id,
          message: `requests ${amounts(row.requests)} by the tables`,
          value: `${amounts(odd.requests)} of pod ${odd.name}`,
          fix: "correct its row, or deploy what the tables say",
        },
      ];
}

interface Amounts {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

export function isSame(a: Amounts, b: Amounts): boolean {
  return a.cpuMilli === b.cpuMilli && a.memoryBytes === b.memoryBytes;
}

function amounts({ cpuMilli, memoryBytes }: Amounts): string {
  return `${cpuMilli}m CPU and ${Math.ceil(memoryBytes / bytesPerMiB)}Mi`;
}
