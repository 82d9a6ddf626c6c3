import { ensureTools } from "../../toolchain/ensure-tools";
import { kedaMetricsAdapter, kedaOperator } from "../../toolchain/keda";
import { moduleFiles } from "../../toolchain/module-files";
import { freePorts } from "../control-plane/free-ports";
import type { ControllerContext } from "./controller-context";
import { startKedaMetrics } from "./keda-metrics";
import { applyDefinitions, applyManifests, ensureNamespace, readManifests } from "./manifests";
import { kubeconfigForServiceAccount } from "./service-account";
import { makeServingCertificate } from "./serving-certificate";
import { waitHealthy } from "./wait-healthy";

const serviceAccount = { namespace: "keda", name: "keda-operator" };

export interface KedaOptions {
  /** Where requests without TLS go, whichever server they are for, such as `http://127.0.0.1:40123`. Default: to that server. */
  readonly httpProxy?: string;
}

export interface Keda {
  /** Ends it, and takes its API of metrics away, which nobody would answer any more. */
  stop(): Promise<void>;
}

/** Starts KEDA's operator, and the API of metrics that horizontal autoscalers ask, with the permissions that its own manifests give them. */
export async function startKeda(context: ControllerContext, { httpProxy }: KedaOptions = {}): Promise<Keda> {
  const { controlPlane, environment, stream } = context;
  const tools = await ensureTools([kedaOperator, kedaMetricsAdapter], environment, stream);
  await applyDefinitions(controlPlane.api, readManifests(await moduleFiles(kedaOperator, "config/crd/bases", environment)));
  await ensureNamespace(controlPlane.api, serviceAccount.namespace);
  await applyManifests(controlPlane.api, readManifests(await moduleFiles(kedaOperator, "config/rbac", environment)));
  const certificate = makeServingCertificate(controlPlane, "keda-operator");
  const [metrics, health, grpc] = await freePorts(3, []);
  const kubeconfigPath = kubeconfigForServiceAccount(controlPlane, serviceAccount);
  const operator = controlPlane.run({
    name: "keda-operator",
    path: tools.get(kedaOperator)?.path ?? "",
    args: [
      "--zap-log-level=info",
      "--zap-encoder=console",
      `--metrics-bind-address=127.0.0.1:${metrics}`,
      `--health-probe-bind-address=127.0.0.1:${health}`,
      `--metrics-service-bind-address=127.0.0.1:${grpc}`,
      "--enable-cert-rotation=false",
      `--cert-dir=${certificate.folder}`,
      `--ca-dir=${certificate.folder}`,
    ],
    environment: {
      KUBECONFIG: kubeconfigPath,
      // All of them.
      WATCH_NAMESPACE: "",
      POD_NAMESPACE: serviceAccount.namespace,
      POD_NAME: serviceAccount.name,
      KEDA_CLUSTER_OBJECT_NAMESPACE: serviceAccount.namespace,
      ...(httpProxy === undefined ? {} : { HTTP_PROXY: httpProxy }),
    },
  });
  try {
    await waitHealthy(operator, `http://127.0.0.1:${health}/readyz`);
    const adapter = await startKedaMetrics(context, {
      path: tools.get(kedaMetricsAdapter)?.path ?? "",
      kubeconfigPath,
      operator: { address: `127.0.0.1:${grpc}`, certificate },
    });
    return {
      stop: async () => {
        await adapter.stop();
        await operator.stop();
      },
    };
  } catch (error) {
    await operator.stop();
    throw error;
  }
}
