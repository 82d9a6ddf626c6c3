import { join } from "node:path";
import { moduleTool, type ModuleToolArgs, setVariables } from "./module-tool";
import { type GoTool, requiredVersion } from "./tool";
import { formatVersion } from "./version";

/**
 * What wants the libraries of one and the same Kubernetes is in one Go module, so that they are compiled once. KEDA wants
 * older ones, and Kubernetes itself its own.
 */
const folder = "controllers";

const pinned = (module: string): string => `v${formatVersion(requiredVersion(join(__dirname, folder), module))}`;

/** One set for all of them, so that one run of `go build` makes them. */
const linkerFlags = setVariables({
  "github.com/kyverno/kyverno/pkg/version.BuildVersion": pinned("github.com/kyverno/kyverno"),
  "helm.sh/helm/v3/internal/version.version": pinned("helm.sh/helm/v3"),
  "sigs.k8s.io/descheduler/pkg/version.version": pinned("sigs.k8s.io/descheduler"),
  "sigs.k8s.io/karpenter/pkg/operator.Version": pinned("sigs.k8s.io/karpenter"),
});

function controller(args: Omit<ModuleToolArgs, "folder" | "linkerFlags">): GoTool {
  return moduleTool({ ...args, folder, linkerFlags });
}

/** Simulates nodes and the life of the pods on them. */
export const kwok = controller({
  name: "kwok",
  module: "sigs.k8s.io/kwok",
  path: "cmd/kwok",
  versionArguments: ["--version"],
  buildTime: { alone: 90, beside: 10 },
});

export const descheduler = controller({
  name: "descheduler",
  module: "sigs.k8s.io/descheduler",
  path: "cmd/descheduler",
  versionArguments: ["version"],
  buildTime: { alone: 100, beside: 20 },
});

export const helm = controller({
  name: "helm",
  module: "helm.sh/helm/v3",
  path: "cmd/helm",
  versionArguments: ["version", "--short"],
  buildTime: { alone: 80, beside: 20 },
});

/** Karpenter with the cloud provider that makes simulated nodes. */
export const karpenterKwok = controller({
  name: "karpenter-kwok",
  module: "sigs.k8s.io/karpenter",
  path: "kwok",
  buildTime: { alone: 100, beside: 20 },
});

const kyverno = "github.com/kyverno/kyverno";

export const kyvernoCli = controller({
  name: "kyverno",
  module: kyverno,
  path: "cmd/cli/kubectl-kyverno",
  versionArguments: ["version"],
  buildTime: { alone: 150, beside: 40 },
});

export const kyvernoAdmissionController = controller({
  name: "kyverno-admission-controller",
  module: kyverno,
  path: "cmd/kyverno",
  buildTime: { alone: 150, beside: 40 },
});

export const kyvernoBackgroundController = controller({
  name: "kyverno-background-controller",
  module: kyverno,
  path: "cmd/background-controller",
  buildTime: { alone: 150, beside: 20 },
});

const verticalPodAutoscaler = "k8s.io/autoscaler/vertical-pod-autoscaler";

export const vpaRecommender = controller({
  name: "vpa-recommender",
  module: verticalPodAutoscaler,
  path: "pkg/recommender",
  buildTime: { alone: 80, beside: 10 },
});

export const vpaAdmissionController = controller({
  name: "vpa-admission-controller",
  module: verticalPodAutoscaler,
  path: "pkg/admission-controller",
  buildTime: { alone: 80, beside: 10 },
});
