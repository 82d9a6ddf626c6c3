import type { KubernetesObject } from "../../../../kubernetes-api/cluster-api";

/**
 * Why an object of a rendered chart is not made. Simulated pods answer nothing: a webhook or an aggregated API behind
 * them would make every write, or every look at the API's kinds, wait for an answer that never comes.
 *
 * @returns undefined for what is made.
 */
export function withheldBecause({ kind }: Pick<KubernetesObject, "kind">): string | undefined {
  switch (kind) {
    case "MutatingWebhookConfiguration":
    case "ValidatingWebhookConfiguration":
      return "its webhook's pods are simulated, and would never answer the API server";
    case "APIService":
      return "its API's pods are simulated, and would never answer the API server";
    default:
      return undefined;
  }
}
