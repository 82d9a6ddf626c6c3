import { join } from "node:path";
import { type GoTool, requiredVersion } from "./tool";
import { compareVersions, formatVersion, type Version } from "./version";

const moduleDirectory = join(__dirname, "kubernetes");
/** With the library of a newer Kubernetes, which kwok needs. */
const controllersDirectory = join(__dirname, "controllers");
const kubernetesVersion = requiredVersion(moduleDirectory, "k8s.io/kubernetes");
const { major, minor } = kubernetesVersion;

/** One set for all that is built from this module; a program that lacks a variable ignores it. */
const linkerFlags: readonly string[] = [
  "-s",
  "-w",
  ...Object.entries({ gitMajor: major, gitMinor: minor, gitVersion: `v${formatVersion(kubernetesVersion)}` }).flatMap(([name, value]) => [
    "-X",
    `k8s.io/component-base/version.${name}=${value}`,
  ]),
];

interface ProgramArgs {
  readonly name: string;
  readonly version?: Version;
  readonly directory?: string;
  readonly package?: string;
  readonly versionArguments?: readonly string[];
  readonly estimate: string;
}

/** One on the `PATH` does when it is of the same minor version and at least as new. */
function program({
  name,
  version = kubernetesVersion,
  directory = moduleDirectory,
  package: path = `k8s.io/kubernetes/cmd/${name}`,
  versionArguments = ["--version"],
  estimate,
}: ProgramArgs): GoTool {
  return {
    name,
    version,
    moduleDirectory: directory,
    package: path,
    linkerFlags,
    versionArguments,
    accepts: (found) => found.major === version.major && found.minor === version.minor && compareVersions(found, version) >= 0,
    estimate,
    alternative: `put ${name} ${formatVersion(version)} on the PATH or into $KUBEBUILDER_ASSETS`,
  };
}

/** The store of the API server. */
export const etcd = program({
  name: "etcd",
  version: requiredVersion(moduleDirectory, "go.etcd.io/etcd/server/v3"),
  package: "go.etcd.io/etcd/server/v3",
  estimate: "takes about 1 minute on 2 cores, once",
});

export const kubeApiserver = program({ name: "kube-apiserver", estimate: "takes about 4 minutes on 2 cores, once" });

export const kubeControllerManager = program({ name: "kube-controller-manager", estimate: "takes about 2 minutes on 2 cores, once" });

export const kubeScheduler = program({ name: "kube-scheduler", estimate: "takes about 2 minutes on 2 cores, once" });

export const kubectl = program({
  name: "kubectl",
  versionArguments: ["version", "--client"],
  estimate: "takes about 1 minute on 2 cores, once",
});

/** Simulates nodes and the life of the pods on them. */
export const kwok = program({
  name: "kwok",
  version: requiredVersion(controllersDirectory, "sigs.k8s.io/kwok"),
  directory: controllersDirectory,
  package: "sigs.k8s.io/kwok/cmd/kwok",
  estimate: "takes about 1 minute on 2 cores, once",
});
