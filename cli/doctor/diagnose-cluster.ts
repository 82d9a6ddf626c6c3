import { loadSolver } from "../../infra/placement/exact/solver";
import { plan } from "../../infra/placement/plan";
import { loadStack } from "../../infra/stack/load-stack";
import { type Diagnosis, diagnose } from "../../infra/symptoms/diagnose";
import { kubernetesClient } from "../../kubernetes-api/client";
import { defaultKubeconfig, readKubeconfig } from "../../kubernetes-api/kubeconfig";
import { loadDefinition } from "../../stacks/definitions";
import { startProgress } from "../../toolchain/progress";
import type { Environment } from "../../toolchain/tool";
import { readStackConfigFile } from "../stack-config-file";
import { readClusterLists, type UnreadableObject } from "./read-cluster-lists";

export interface DiagnoseArgs {
  readonly stackName: string;
  readonly projectDirectory: string;
  readonly environment: Environment;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
}

/** Plans the stack, reads the cluster that the kubeconfig names, and looks for every symptom. Changes nothing. */
export async function diagnoseCluster({ stackName, projectDirectory, environment, kubeconfig, context }: DiagnoseArgs): Promise<{
  readonly diagnosis: Diagnosis;
  readonly unreadable: readonly UnreadableObject[];
}> {
  const connection = readKubeconfig(kubeconfig ?? defaultKubeconfig(environment), context);
  const stack = loadStack(await loadDefinition(stackName), readStackConfigFile(projectDirectory, stackName));
  const progress = startProgress({ title: `looking at ${connection.server} (context ${connection.contextName})` });
  const client = kubernetesClient(connection);
  try {
    const { snapshot, unreadable } = await readClusterLists(client, connection, (text) => {
      progress.step(text);
    });
    progress.step(`planning ${stackName}`);
    return { diagnosis: diagnose(stack, plan(stack.problem, await loadSolver()), snapshot, Date.now()), unreadable };
  } finally {
    client.close();
    progress.done();
  }
}
