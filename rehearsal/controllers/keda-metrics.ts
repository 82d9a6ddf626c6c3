import { z } from "zod";
import { kedaMetricsAdapter } from "../../toolchain/keda";
import { moduleFiles } from "../../toolchain/module-files";
import { waitUntil } from "../control-plane/wait-until";
import { freePorts } from "../control-plane/free-ports";
import { permissionsOf } from "./controller-chart";
import type { ControllerContext } from "./controller-context";
import { applyManifests, readManifests } from "./manifests";
import { makeServingCertificate, type ServingCertificate } from "./serving-certificate";

const service = { apiVersion: "v1", kind: "Service", namespace: "keda", name: "keda-metrics-apiserver" } as const;
const registration = { apiVersion: "apiregistration.k8s.io/v1", kind: "APIService", name: "v1beta1.external.metrics.k8s.io" } as const;
const availableSchema = z.object({
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }).prefault({}),
});

export interface KedaMetricsOptions {
  /** Of the executable. */
  readonly path: string;
  /** As KEDA's service account. */
  readonly kubeconfigPath: string;
  /** The operator, which asks the triggers. */
  readonly operator: { readonly address: string; readonly certificate: ServingCertificate };
}

/**
 * Starts the API of external metrics, behind the API server: by it the horizontal autoscalers that KEDA makes learn what
 * its triggers say. @returns once the API server answers for it.
 */
export async function startKedaMetrics(
  { controlPlane, environment }: ControllerContext,
  { path, kubeconfigPath, operator }: KedaMetricsOptions,
): Promise<{ stop(): Promise<void> }> {
  const { api } = controlPlane;
  await applyManifests(api, permissionsOf(readManifests(await moduleFiles(kedaMetricsAdapter, "config/metrics-server", environment))));
  const { namespace, name } = service;
  const serving = makeServingCertificate(controlPlane, name, [`${name}.${namespace}.svc`]);
  const [secure = 0, metrics = 0] = await freePorts(2, []);
  const program = controlPlane.run({
    name: "keda-metrics-adapter",
    path,
    args: [
      "--zap-log-level=info",
      "--bind-address=127.0.0.1",
      `--secure-port=${secure}`,
      `--tls-cert-file=${serving.certificate}`,
      `--tls-private-key-file=${serving.key}`,
      // Its own metrics, which it serves on every interface.
      `--port=${metrics}`,
      `--lister-kubeconfig=${kubeconfigPath}`,
      `--authentication-kubeconfig=${kubeconfigPath}`,
      `--authorization-kubeconfig=${kubeconfigPath}`,
      `--metrics-service-address=${operator.address}`,
      `--cert-dir=${operator.certificate.forClient("keda-metrics-adapter")}`,
    ],
    environment: { KUBECONFIG: kubeconfigPath, WATCH_NAMESPACE: "", POD_NAMESPACE: namespace },
  });
  const stop = async (): Promise<void> => {
    await api.delete(registration);
    await api.delete(service);
    await program.stop();
  };
  try {
    await applyManifests(api, [
      // The API server goes to where a Service of this type says; an address of a Service leads nowhere here.
      { apiVersion: "v1", kind: "Service", metadata: { namespace, name }, spec: { type: "ExternalName", externalName: "localhost" } },
      {
        apiVersion: registration.apiVersion,
        kind: registration.kind,
        metadata: { name: registration.name },
        spec: {
          group: "external.metrics.k8s.io",
          version: "v1beta1",
          groupPriorityMinimum: 100,
          versionPriority: 100,
          service: { namespace, name, port: secure },
          caBundle: Buffer.from(serving.authorityText).toString("base64"),
        },
      },
    ]);
    await waitUntil(
      async () => {
        const { status } = availableSchema.parse((await api.get(registration)) ?? {});
        return status.conditions.some(({ type, status: value }) => type === "Available" && value === "True") ? true : undefined;
      },
      {
        timeoutMilliseconds: 60_000,
        intervalMilliseconds: 200,
        failed: program.failed,
        explain: () => `KEDA's API of metrics does not answer after 60 s; its log is ${program.logPath}`,
      },
    );
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
