import { karpenterKwok } from "../../toolchain/controllers";
import { ensureTool } from "../../toolchain/ensure-tool";
import { moduleFiles } from "../../toolchain/module-files";
import type { RunningProgram } from "../control-plane/control-plane";
import { freePorts } from "../control-plane/free-ports";
import type { ControllerContext } from "./controller-context";
import { applyDefinitions, applyManifests, ensureNamespace, readManifests } from "./manifests";
import { permissionsOf, renderControllerChart } from "./controller-chart";
import { kubeconfigForServiceAccount } from "./service-account";
import { waitHealthy } from "./wait-healthy";

const serviceAccount = { namespace: "karpenter", name: "karpenter" };

export interface KarpenterOptions {
  /** A file of the types that the simulated cloud sells. Default: those that are built into it. */
  readonly instanceTypesFile?: string;
}

/**
 * Starts Karpenter with the cloud provider that makes simulated nodes, with the permissions that its chart gives it. Node
 * pools are to name a `KWOKNodeClass` of the group `karpenter.kwok.sh`.
 */
export async function startKarpenter(context: ControllerContext, { instanceTypesFile }: KarpenterOptions = {}): Promise<RunningProgram> {
  const { controlPlane, environment, stream } = context;
  const { path } = await ensureTool(karpenterKwok, environment, stream);
  for (const folder of ["pkg/apis/crds", "kwok/apis/crds"]) {
    await applyDefinitions(controlPlane.api, readManifests(await moduleFiles(karpenterKwok, folder, environment)));
  }
  await ensureNamespace(controlPlane.api, serviceAccount.namespace);
  const chart = { path: await moduleFiles(karpenterKwok, "kwok/charts", environment), ...serviceAccount };
  await applyManifests(controlPlane.api, permissionsOf(await renderControllerChart(context, chart)));
  const [metrics, health] = await freePorts(2, []);
  const program = controlPlane.run({
    name: "karpenter",
    path,
    args: [],
    environment: {
      KUBECONFIG: kubeconfigForServiceAccount(controlPlane, serviceAccount),
      SYSTEM_NAMESPACE: serviceAccount.namespace,
      DISABLE_LEADER_ELECTION: "true",
      METRICS_PORT: String(metrics),
      HEALTH_PROBE_PORT: String(health),
      ...(instanceTypesFile === undefined ? {} : { INSTANCE_TYPES_FILE_PATH: instanceTypesFile }),
    },
  });
  await waitHealthy(program, `http://127.0.0.1:${health}/readyz`);
  return program;
}
