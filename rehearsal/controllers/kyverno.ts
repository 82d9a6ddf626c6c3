import { z } from "zod";
import { kyvernoAdmissionController, kyvernoBackgroundController } from "../../toolchain/controllers";
import { ensureTools } from "../../toolchain/ensure-tools";
import { moduleFiles } from "../../toolchain/module-files";
import type { GoTool } from "../../toolchain/tool";
import type { ClusterApi } from "../../kubernetes-api/cluster-api";
import type { RunningProgram } from "../control-plane/control-plane";
import { waitUntil } from "../control-plane/wait-until";
import { freePorts } from "../control-plane/free-ports";
import type { ControllerContext } from "./controller-context";
import { applyDefinitions, applyManifests, ensureNamespace, readManifests } from "./manifests";
import { permissionsOf, renderControllerChart } from "./controller-chart";
import { kubeconfigForServiceAccount } from "./service-account";

const namespace = "kyverno";
const release = "kyverno";
const serviceName = "kyverno-svc";

export interface Kyverno {
  readonly admissionController: RunningProgram;
  /** Left out where it was asked to be. */
  readonly backgroundController?: RunningProgram;
}

export interface KyvernoOptions {
  /** Those of the stack's release, which may grant more permissions. Default: those of the chart. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Whether the background controller runs too, which generates objects. Default true. */
  readonly generates?: boolean;
}

/**
 * Starts Kyverno's admission controller, whose webhooks are registered by address, and the background controller, which
 * generates objects; each with the permissions that its chart gives it.
 */
export async function startKyverno(context: ControllerContext, { values = {}, generates = true }: KyvernoOptions = {}): Promise<Kyverno> {
  const { controlPlane, environment, stream } = context;
  const tools = await ensureTools([kyvernoAdmissionController, kyvernoBackgroundController], environment, stream);
  const pathOf = (tool: GoTool): string => tools.get(tool)?.path ?? "";
  for (const group of ["kyverno", "policies.kyverno.io", "policyreport", "reports"]) {
    const folder = await moduleFiles(kyvernoAdmissionController, `config/crds/${group}`, environment);
    await applyDefinitions(controlPlane.api, readManifests(folder));
  }
  await ensureNamespace(controlPlane.api, namespace);
  const chart = { path: await moduleFiles(kyvernoAdmissionController, "charts/kyverno", environment), name: release, namespace };
  // Its definitions are there already.
  const objects = await renderControllerChart(context, { ...chart, values: { ...values, crds: { install: false } } });
  await applyManifests(controlPlane.api, [...objects.filter(({ kind }) => kind === "ConfigMap"), ...permissionsOf(objects)]);
  const [webhook = 0, admissionMetrics = 0, backgroundMetrics = 0] = await freePorts(3, []);
  const settings = (name: string): Readonly<Record<string, string>> => ({
    KYVERNO_NAMESPACE: namespace,
    KYVERNO_POD_NAME: `kyverno-${name}`,
    KYVERNO_SERVICEACCOUNT_NAME: `kyverno-${name}`,
    KYVERNO_DEPLOYMENT: `kyverno-${name}`,
    KYVERNO_ROLE_NAME: `kyverno:${name}`,
    KYVERNO_SVC: serviceName,
    INIT_CONFIG: "kyverno",
    METRICS_CONFIG: "kyverno-metrics",
  });
  const identity = (name: string): string =>
    `--kubeconfig=${kubeconfigForServiceAccount(controlPlane, { namespace, name: `kyverno-${name}` })}`;
  // It serves metrics even when told not to.
  const common = (metricsPort: number): readonly string[] => [
    "--metricsHost=127.0.0.1",
    `--metricsPort=${metricsPort}`,
    "--controllerRuntimeMetricsAddress=0",
    "--disableLogColor",
  ];
  const admissionController = controlPlane.run({
    name: "kyverno-admission-controller",
    path: pathOf(kyvernoAdmissionController),
    args: [
      ...common(admissionMetrics),
      identity("admission-controller"),
      `--serverIP=127.0.0.1:${webhook}`,
      "--webhookServerHost=127.0.0.1",
      `--webhookServerPort=${webhook}`,
      `--servicePort=${webhook}`,
      `--backgroundServiceAccountName=system:serviceaccount:${namespace}:kyverno-background-controller`,
      `--caSecretName=${serviceName}.${namespace}.svc.kyverno-tls-ca`,
      `--tlsSecretName=${serviceName}.${namespace}.svc.kyverno-tls-pair`,
    ],
    environment: settings("admission-controller"),
  });
  const backgroundController = generates
    ? controlPlane.run({
        name: "kyverno-background-controller",
        path: pathOf(kyvernoBackgroundController),
        args: [...common(backgroundMetrics), identity("background-controller")],
        environment: settings("background-controller"),
      })
    : undefined;
  const started = { admissionController, ...(backgroundController === undefined ? {} : { backgroundController }) };
  const tlsPair = { apiVersion: "v1", kind: "Secret", namespace, name: `${serviceName}.${namespace}.svc.kyverno-tls-pair` };
  await waitUntil(async () => controlPlane.api.get(tlsPair), {
    timeoutMilliseconds: 60_000,
    failed: Promise.race([admissionController, backgroundController ?? admissionController].map(async ({ failed }) => failed)),
    explain: () => `Kyverno has made no certificate after 60 s; its log is ${admissionController.logPath}`,
  }).catch(async (error: unknown) => {
    await stopKyverno(controlPlane.api, started);
    throw error;
  });
  return started;
}

const webhookKinds = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"] as const;
const namedSchema = z.object({ metadata: z.object({ name: z.string() }) });

/** Ends it and takes its webhooks away: nobody would answer them any more, and the API server would wait for each. */
export async function stopKyverno(api: ClusterApi, { admissionController, backgroundController }: Kyverno): Promise<void> {
  await Promise.all([admissionController.stop(), backgroundController?.stop()]);
  for (const kind of webhookKinds) {
    const reference = { apiVersion: "admissionregistration.k8s.io/v1", kind };
    const own = await api.list({ ...reference, labelSelector: "webhook.kyverno.io/managed-by=kyverno" }, namedSchema);
    await Promise.all(own.map(async ({ metadata: { name } }) => api.delete({ ...reference, name })));
  }
}
