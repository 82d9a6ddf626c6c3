import { join } from "node:path";
import { moduleTool, setVariables } from "./module-tool";
import type { BuildTime, GoTool } from "./tool";
import { requiredVersion } from "./tool";
import { formatVersion } from "./version";

const folder = "kubernetes";
const kubernetes = "k8s.io/kubernetes";
const version = requiredVersion(join(__dirname, folder), kubernetes);

/** One set for all of the module, so that one run of `go build` makes them. */
const linkerFlags = setVariables({
  "k8s.io/component-base/version.gitMajor": String(version.major),
  "k8s.io/component-base/version.gitMinor": String(version.minor),
  "k8s.io/component-base/version.gitVersion": `v${formatVersion(version)}`,
});

function partOfKubernetes(name: string, buildTime: BuildTime, versionArguments: readonly string[] = ["--version"]): GoTool {
  return moduleTool({ name, folder, module: kubernetes, path: `cmd/${name}`, linkerFlags, versionArguments, buildTime });
}

export const kubeApiserver = partOfKubernetes("kube-apiserver", { alone: 230, beside: 60 });

export const kubeControllerManager = partOfKubernetes("kube-controller-manager", { alone: 200, beside: 50 });

export const kubeScheduler = partOfKubernetes("kube-scheduler", { alone: 150, beside: 20 });

export const kubectl = partOfKubernetes("kubectl", { alone: 80, beside: 20 }, ["version", "--client"]);

/** The store of the API server. */
export const etcd = moduleTool({
  name: "etcd",
  folder,
  module: "go.etcd.io/etcd/server/v3",
  linkerFlags,
  versionArguments: ["--version"],
  buildTime: { alone: 60, beside: 10 },
});

export { kwok } from "./controllers";
