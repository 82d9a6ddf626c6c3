import type { EndpointSlice, WebhookConfiguration } from "./api/webhook";
import { defineSymptom, type SymptomFinding } from "./symptom";

const serviceLabel = "kubernetes.io/service-name";

/** Webhooks that see new pods and that nobody serves: pods are refused, or start without their placement. */
export const failingAdmission = defineSymptom({
  name: "failing-admission",
  title: "Webhooks for pods that do not answer",
  needs: ["mutatingWebhooks", "endpointSlices"],
  find: ({ mutatingWebhooks, endpointSlices }) => mutatingWebhooks.flatMap((configuration) => unserved(configuration, endpointSlices)),
});

function unserved({ metadata, webhooks }: WebhookConfiguration, slices: readonly EndpointSlice[]): readonly SymptomFinding[] {
  const concerned = webhooks.filter(({ rules }) =>
    rules.some(({ resources }) => resources.some((name) => ["pods", "*", "*/*"].includes(name))),
  );
  return concerned.flatMap(({ name, failurePolicy, clientConfig: { service } }): readonly SymptomFinding[] => {
    if (service === undefined || isServed(service, slices)) {
      return [];
    }
    const isRefusing = failurePolicy === "Fail";
    const places = name.includes("kyverno");
    return [
      {
        severity: isRefusing ? "critical" : "warning",
        subject: `webhook ${metadata.name}/${name}`,
        seen: `nothing serves ${service.namespace}/${service.name}, failurePolicy ${failurePolicy}`,
        why: isRefusing
          ? "every pod that it is asked about is refused until it answers again"
          : `pods are made without asking it${places ? ": they start without their placement" : ""}`,
        fix: `kubectl -n ${service.namespace} get pods${places ? "; afterwards restart what started meanwhile" : ""}`,
      },
    ];
  });
}

function isServed(service: { readonly namespace: string; readonly name: string }, slices: readonly EndpointSlice[]): boolean {
  return slices.some(
    ({ metadata, endpoints }) =>
      metadata.namespace === service.namespace &&
      metadata.labels[serviceLabel] === service.name &&
      endpoints.some(({ conditions }) => conditions),
  );
}
