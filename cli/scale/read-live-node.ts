import { z } from "zod";
import type { LiveNode } from "../../infra/autoscaling/live-node";
import { hostnameLabel } from "../../infra/hardware/node-labels";
import { selects } from "../../infra/selectors/label-selector";
import type { Kubectl } from "./kubectl";

const labels = z.record(z.string(), z.string()).default({});
const metadata = z.object({ name: z.string(), namespace: z.string().default(""), labels });
const requirement = z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).default([]) });
const list = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

const nodes = list(
  z.object({
    metadata,
    spec: z.object({ unschedulable: z.boolean().default(false) }),
    status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }).default({ conditions: [] }),
  }),
);
const pods = list(
  z.object({
    metadata: metadata.extend({
      ownerReferences: z.array(z.object({ kind: z.string(), controller: z.boolean().default(false) })).default([]),
    }),
    status: z.object({ phase: z.string().default("Unknown") }),
  }),
);
const volumes = list(
  z.object({
    spec: z.object({
      claimRef: z.object({ namespace: z.string(), name: z.string() }).optional(),
      nodeAffinity: z
        .object({
          required: z.object({ nodeSelectorTerms: z.array(z.object({ matchExpressions: z.array(requirement).default([]) })) }).optional(),
        })
        .optional(),
    }),
    status: z.object({ phase: z.string().default("") }).default({ phase: "" }),
  }),
);
const budgets = list(
  z.object({
    metadata,
    spec: z.object({
      selector: z
        .object({ matchLabels: labels, matchExpressions: z.array(requirement).default([]) })
        .default({ matchLabels: {}, matchExpressions: [] }),
    }),
    status: z
      .object({ disruptionsAllowed: z.number().default(0), expectedPods: z.number().default(0) })
      .default({ disruptionsAllowed: 0, expectedPods: 0 }),
  }),
);

/**
 * What a cluster says of a node that is to go. Changes nothing.
 *
 * @param leaving Names of all nodes that are to go: what becomes of the others does not depend on them.
 * @returns undefined when the cluster has no such node: it has been deleted already.
 * @throws KubectlFailure when the cluster cannot be asked.
 */
export async function readLiveNode(kubectl: Kubectl, name: string, leaving: readonly string[]): Promise<LiveNode | undefined> {
  const all = nodes.parse(JSON.parse(await kubectl.read(["get", "nodes", "-o", "json"]))).items;
  const node = all.find((each) => each.metadata.name === name);
  if (node === undefined) {
    return undefined;
  }
  const own = { [hostnameLabel]: name, ...node.metadata.labels };
  const its = pods.parse(
    JSON.parse(await kubectl.read(["get", "pods", "--all-namespaces", "--field-selector", `spec.nodeName=${name}`, "-o", "json"])),
  );
  const persistent = volumes.parse(JSON.parse(await kubectl.read(["get", "persistentvolumes", "-o", "json"])));
  const protecting = budgets.parse(JSON.parse(await kubectl.read(["get", "poddisruptionbudgets", "--all-namespaces", "-o", "json"])));
  const others = all.filter((each) => !leaving.includes(each.metadata.name));
  return {
    name,
    labels: node.metadata.labels,
    pods: its.items.map(({ metadata: { namespace, name: pod, labels: podLabels, ownerReferences }, status }) => {
      const owner = ownerReferences.find(({ controller }) => controller);
      return {
        namespace,
        name: pod,
        labels: podLabels,
        ...(owner === undefined ? {} : { ownerKind: owner.kind }),
        finished: status.phase === "Succeeded" || status.phase === "Failed",
      };
    }),
    localClaims: persistent.items.flatMap(({ spec: { claimRef, nodeAffinity }, status }) => {
      const terms = nodeAffinity?.required?.nodeSelectorTerms ?? [];
      const only =
        terms.some((term) => selects(term, own)) && !others.some((other) => terms.some((term) => selects(term, labelsOf(other.metadata))));
      return only && claimRef !== undefined && status.phase === "Bound" ? [`${claimRef.namespace}/${claimRef.name}`] : [];
    }),
    budgets: protecting.items.map(({ metadata: { namespace, name: budget }, spec, status }) => ({
      namespace,
      name: budget,
      selector: spec.selector,
      ...status,
    })),
    unavailableNodes: others
      .filter(
        ({ spec, status }) => spec.unschedulable || !status.conditions.some(({ type, status: is }) => type === "Ready" && is === "True"),
      )
      .map((each) => each.metadata.name)
      .sort(),
  };
}

function labelsOf({ name, labels: own }: z.output<typeof metadata>): Readonly<Record<string, string>> {
  return { [hostnameLabel]: name, ...own };
}
