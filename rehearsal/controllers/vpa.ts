import { vpaAdmissionController, vpaRecommender } from "../../toolchain/controllers";
import { ensureTool } from "../../toolchain/ensure-tool";
import { moduleFiles } from "../../toolchain/module-files";
import type { RunningProgram } from "../control-plane/control-plane";
import { freePorts } from "../control-plane/free-ports";
import type { ControllerContext } from "./controller-context";
import { applyDefinitions, applyManifests, ensureNamespace, readManifests } from "./manifests";
import { permissionsOf, renderControllerChart } from "./controller-chart";
import { kubeconfigForServiceAccount } from "./service-account";
import { makeServingCertificate } from "./serving-certificate";
import { waitHealthy } from "./wait-healthy";

/** Where the stacks have it, so that what is applied here is what is there. */
const namespace = "vpa";
const release = "vertical-pod-autoscaler";
const chartFolder = "charts/vertical-pod-autoscaler";

/** Its custom resource definitions, and the permissions that its chart gives its parts. */
export async function prepareVpa(context: ControllerContext): Promise<void> {
  const { controlPlane, environment } = context;
  const chart = await moduleFiles(vpaRecommender, chartFolder, environment);
  await applyDefinitions(controlPlane.api, readManifests(await moduleFiles(vpaRecommender, `${chartFolder}/crds`, environment)));
  await ensureNamespace(controlPlane.api, namespace);
  // A webhook by address is registered by the controller itself, which has to be allowed to.
  const values = { admissionController: { registerWebhook: true, certGen: { enabled: false } } };
  await applyManifests(
    controlPlane.api,
    permissionsOf(await renderControllerChart(context, { path: chart, name: release, namespace, values })),
  );
}

/** Starts the recommender. It recommends only what it has seen used, which the API of metrics tells it where there is one. */
export async function startVpaRecommender(context: ControllerContext): Promise<RunningProgram> {
  const { controlPlane, environment, stream } = context;
  const { path } = await ensureTool(vpaRecommender, environment, stream);
  const [metrics] = await freePorts(1, []);
  const program = controlPlane.run({
    name: "vpa-recommender",
    path,
    args: [
      `--kubeconfig=${kubeconfigForServiceAccount(controlPlane, { namespace, name: `${release}-recommender` })}`,
      `--address=127.0.0.1:${metrics}`,
      "--recommender-interval=10s",
      "--leader-elect=false",
    ],
  });
  await waitHealthy(program, `http://127.0.0.1:${metrics}/health-check`);
  return program;
}

/** Starts the admission controller, which sets the requests of new pods; its webhook is registered by address. */
export async function startVpaAdmissionController(context: ControllerContext): Promise<RunningProgram> {
  const { controlPlane, environment, stream } = context;
  const { path } = await ensureTool(vpaAdmissionController, environment, stream);
  const certificate = makeServingCertificate(controlPlane, "vpa-admission-controller");
  const [metrics, webhook] = await freePorts(2, []);
  const program = controlPlane.run({
    name: "vpa-admission-controller",
    path,
    args: [
      `--kubeconfig=${kubeconfigForServiceAccount(controlPlane, { namespace, name: `${release}-admission-controller` })}`,
      `--address=127.0.0.1:${metrics}`,
      `--port=${webhook}`,
      `--client-ca-file=${certificate.authority}`,
      `--tls-cert-file=${certificate.certificate}`,
      `--tls-private-key=${certificate.key}`,
      "--register-by-url=true",
      "--webhook-address=https://127.0.0.1",
      `--webhook-port=${webhook}`,
    ],
    environment: { NAMESPACE: namespace },
  });
  await waitHealthy(program, `http://127.0.0.1:${metrics}/health-check`);
  return program;
}
