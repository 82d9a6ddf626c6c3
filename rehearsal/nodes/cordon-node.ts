import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { waitUntil } from "../control-plane/wait-until";
import { observeNode } from "./observed-node";

const unschedulable = "node.kubernetes.io/unschedulable";
const noteMilliseconds = 30_000;

/** Keeps new pods from a node. @returns once the scheduler will see it. */
export async function cordonNode(api: ClusterApi, name: string): Promise<void> {
  await setUnschedulable(api, name, true);
}

/** Lets new pods onto a node again. @returns once the scheduler will see it. */
export async function uncordonNode(api: ClusterApi, name: string): Promise<void> {
  await setUnschedulable(api, name, false);
}

/** The node controller turns it into a taint, which the scheduler looks at too. */
async function setUnschedulable(api: ClusterApi, name: string, wanted: boolean): Promise<void> {
  await api.patch({ apiVersion: "v1", kind: "Node", name }, { spec: { unschedulable: wanted } });
  await waitUntil(
    async () => ((await observeNode(api, name)).spec.taints.some(({ key }) => key === unschedulable) === wanted ? true : undefined),
    {
      timeoutMilliseconds: noteMilliseconds,
      intervalMilliseconds: 100,
      explain: () =>
        `after ${noteMilliseconds / 1000} s the node controller has not taken note that node ${name} was ${wanted ? "" : "un"}cordoned`,
    },
  );
}
