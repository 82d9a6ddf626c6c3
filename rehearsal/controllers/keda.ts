import { kedaOperator } from "../../toolchain/keda";
import { ensureTool } from "../../toolchain/ensure-tool";
import { moduleFiles } from "../../toolchain/module-files";
import type { RunningProgram } from "../control-plane/control-plane";
import { freePorts } from "../control-plane/free-ports";
import type { ControllerContext } from "./controller-context";
import { applyDefinitions, applyManifests, ensureNamespace, readManifests } from "./manifests";
import { kubeconfigForServiceAccount } from "./service-account";
import { makeServingCertificate } from "./serving-certificate";
import { waitHealthy } from "./wait-healthy";

const serviceAccount = { namespace: "keda", name: "keda-operator" };

export interface KedaOptions {
  /** Where requests without TLS go, whichever server they are for, such as `http://127.0.0.1:40123`. Default: to that server. */
  readonly httpProxy?: string;
}

/** Starts KEDA's operator, with the permissions that its own manifests give it. */
export async function startKeda(context: ControllerContext, { httpProxy }: KedaOptions = {}): Promise<RunningProgram> {
  const { controlPlane, environment, stream } = context;
  const { path } = await ensureTool(kedaOperator, environment, stream);
  await applyDefinitions(controlPlane.api, readManifests(await moduleFiles(kedaOperator, "config/crd/bases", environment)));
  await ensureNamespace(controlPlane.api, serviceAccount.namespace);
  await applyManifests(controlPlane.api, readManifests(await moduleFiles(kedaOperator, "config/rbac", environment)));
  const certificate = makeServingCertificate(controlPlane, "keda-operator");
  const [metrics, health, grpc] = await freePorts(3, []);
  const program = controlPlane.run({
    name: "keda-operator",
    path,
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
      KUBECONFIG: kubeconfigForServiceAccount(controlPlane, serviceAccount),
      // All of them.
      WATCH_NAMESPACE: "",
      POD_NAMESPACE: serviceAccount.namespace,
      POD_NAME: serviceAccount.name,
      KEDA_CLUSTER_OBJECT_NAMESPACE: serviceAccount.namespace,
      ...(httpProxy === undefined ? {} : { HTTP_PROXY: httpProxy }),
    },
  });
  await waitHealthy(program, `http://127.0.0.1:${health}/readyz`);
  return program;
}
