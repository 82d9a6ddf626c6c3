import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { descheduler } from "../../toolchain/controllers";
import { ensureTool } from "../../toolchain/ensure-tool";
import { moduleFiles } from "../../toolchain/module-files";
import type { ControllerContext } from "./controller-context";
import { applyManifests, ensureNamespace } from "./manifests";
import { permissionsOf, renderControllerChart } from "./controller-chart";
import { kubeconfigForServiceAccount } from "./service-account";

export interface DeschedulerRun {
  readonly exitCode: number;
  /** Its log: what it evicted, and what it left alone and why. */
  readonly log: string;
}

const serviceAccount = { namespace: "kube-system", name: "descheduler" };

/**
 * Runs the descheduler once, with the permissions that its chart gives it.
 *
 * @param policy A `DeschedulerPolicy`, as YAML or JSON.
 */
export async function runDescheduler(context: ControllerContext, policy: string): Promise<DeschedulerRun> {
  const { controlPlane, environment, stream } = context;
  const { path } = await ensureTool(descheduler, environment, stream);
  const chart = { path: await moduleFiles(descheduler, "charts/descheduler", environment), ...serviceAccount };
  await ensureNamespace(controlPlane.api, serviceAccount.namespace);
  await applyManifests(controlPlane.api, permissionsOf(await renderControllerChart(context, chart)));
  const folder = mkdtempSync(join(controlPlane.folder, "descheduler-"));
  const policyPath = join(folder, "policy.yaml");
  writeFileSync(policyPath, policy);
  const { exitCode, stdout, stderr } = await controlPlane.runOnce({
    name: "descheduler",
    path,
    args: [
      `--kubeconfig=${kubeconfigForServiceAccount(controlPlane, serviceAccount)}`,
      `--policy-config-file=${policyPath}`,
      // Once.
      "--descheduling-interval=0",
      "--secure-port=0",
      "--v=3",
    ],
  });
  return { exitCode, log: `${stdout}${stderr}` };
}
