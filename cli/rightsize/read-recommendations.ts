import { readFileSync } from "node:fs";
import { UserError } from "../../infra/diagnostics/user-error";
import { parseRecommendations, type VpaRecommendation, vpaSchema } from "../../infra/rightsizing/recommendation";
import { kubernetesClient } from "../../kubernetes-api/client";
import { defaultKubeconfig, readKubeconfig } from "../../kubernetes-api/kubeconfig";
import { listAll } from "../../kubernetes-api/list";

export interface RecommendationSource {
  readonly recommendations?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

const path = "/apis/autoscaling.k8s.io/v1/verticalpodautoscalers";

/**
 * Reads recommendations from a file, or from a live cluster.
 *
 * @throws UserError when neither can be read.
 */
export async function readRecommendations(
  { recommendations, kubeconfig, context }: RecommendationSource,
  environment: Readonly<Record<string, string | undefined>>,
  tell: (line: string) => void,
): Promise<readonly VpaRecommendation[]> {
  if (recommendations !== undefined) {
    return parseRecommendations(readText(recommendations), recommendations);
  }
  const connection = readKubeconfig(kubeconfig ?? defaultKubeconfig(environment), context);
  tell(`reading VerticalPodAutoscalers from ${connection.server} (context ${connection.contextName})`);
  const client = kubernetesClient(connection);
  const listed = await listAll(client, path, vpaSchema).finally(() => {
    client.close();
  });
  if (listed.outcome !== "read") {
    const why = listed.outcome === "denied" ? "the user may not list them" : "the cluster has no VPA";
    throw new UserError(`no VerticalPodAutoscaler could be read: ${why}\n  fix: use another context, or give --recommendations FILE`);
  }
  for (const { id, message } of listed.unreadable) {
    tell(`warning: VerticalPodAutoscaler ${id} is left out: ${message}`);
  }
  return listed.items;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
