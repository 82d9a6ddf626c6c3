import { deployment } from "./deployment";
import { example, type Manifest, type RuleExample, withField } from "./manifest";

const podSpec = ["spec", "template", "spec"] as const;
const container = [...podSpec, "containers", 0] as const;
const level = "pod-security.kubernetes.io/enforce";

function namespace(name: string, podSecurity: string): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: { "berth.dev/tier": "3-edge", [level]: podSecurity } } };
}

const release: Manifest = {
  apiVersion: "helm.sh/v3",
  kind: "Release",
  chart: "traefik",
  version: "39.0.2",
  name: "traefik",
  namespace: "traefik",
  repositoryOpts: { repo: "https://traefik.github.io/charts" },
};

/** Examples of what is installed, and of what it may see and do. */
export const securityExamples: Readonly<Record<string, RuleExample>> = {
  "helm-release-is-pinned": example([release], ["version"], undefined),
  "image-is-pinned": example([deployment], [...container, "image"], "ghcr.io/example/dashboard:latest"),
  "namespace-enforces-pod-security": example([namespace("lab", "baseline")], ["metadata", "labels", level], undefined),
  "no-host-access": example(
    [
      namespace("home", "privileged"),
      withField(deployment, [...podSpec, "volumes"], [{ name: "usb", hostPath: { path: "/dev/ttyUSB0" } }]),
    ],
    ["metadata", "labels", level],
    "baseline",
  ),
  "no-privileged-containers": example(
    [namespace("home", "privileged"), withField(deployment, [...container, "securityContext"], { privileged: true })],
    ["metadata", "labels", level],
    "baseline",
  ),
  "no-secrets-in-plain-text": example(
    [
      withField(
        deployment,
        [...container, "env"],
        [{ name: "DATABASE_PASSWORD", valueFrom: { secretKeyRef: { name: "database", key: "password" } } }],
      ),
    ],
    [...container, "env"],
    [{ name: "DATABASE_PASSWORD", value: "correct horse battery staple" }],
  ),
};
