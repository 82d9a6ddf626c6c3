import type { Stack } from "../../infra/stack/stack";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import { waitUntil } from "../control-plane/wait-until";
import { nodeObject } from "./node-object";
import { isPresent, observeNode } from "./observed-node";

const readyMilliseconds = 60_000;

/**
 * Registers a simulated node for each machine of a stack, and waits until all are ready for pods.
 *
 * @throws Error when they are not within a minute.
 */
export async function createNodes(api: ClusterApi, stack: Pick<Stack, "hardware" | "problem">): Promise<void> {
  const { machines, kubernetesVersion } = stack.hardware;
  const machineOf = new Map(machines.map((machine) => [machine.name, machine]));
  const { nodes } = stack.problem;
  await Promise.all(nodes.map(async (node) => api.create(nodeObject(node, machineOf.get(node.name), kubernetesVersion))));
  await Promise.all(nodes.map(async ({ name }) => waitUntilPresent(api, name)));
}

/** Waits until a node is ready and nothing keeps pods from it that its absence would. */
export async function waitUntilPresent(api: ClusterApi, name: string): Promise<void> {
  await waitUntil(async () => (isPresent(await observeNode(api, name)) ? true : undefined), {
    timeoutMilliseconds: readyMilliseconds,
    intervalMilliseconds: 200,
    explain: () => `node ${name} is not ready after ${readyMilliseconds / 1000} s: does kwok run?`,
  });
}
