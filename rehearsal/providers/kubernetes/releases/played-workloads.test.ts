import { playedWorkloads } from "./played-workloads";

const row = (namespace: string, name: string, managedBy: "berth" | "helm" | "argocd", kind: "Deployment" | "CronJob" = "Deployment") => ({
  namespace,
  name,
  managedBy,
  kind,
});
const workloads = [
  row("media", "plex", "argocd"),
  row("media", "tdarr-exporter", "berth"),
  row("kyverno", "kyverno-admission-controller", "helm"),
  row("keda", "keda-operator", "helm"),
  row("kube-system", "descheduler", "helm", "CronJob"),
];
const names = (rendered: Parameters<typeof playedWorkloads>[1]): readonly string[] =>
  playedWorkloads(workloads, rendered).map(({ name }) => name);

it("plays everything that Berth does not deploy where no chart is rendered", () => {
  expect(names([])).toEqual(["plex", "kyverno-admission-controller", "keda-operator", "descheduler"]);
});

it("leaves to rendered charts what they bring, by kind, namespace and name", () => {
  expect(
    names([
      { kind: "Deployment", namespace: "kyverno", name: "kyverno-admission-controller" },
      { kind: "CronJob", namespace: "kube-system", name: "descheduler" },
      { kind: "Deployment", namespace: "elsewhere", name: "keda-operator" },
      { kind: "ServiceAccount", namespace: "media", name: "plex" },
    ]),
  ).toEqual(["plex", "keda-operator"]);
});
