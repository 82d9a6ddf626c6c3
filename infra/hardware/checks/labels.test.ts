import { isKubeletLabel } from "./labels";

describe("labels that a kubelet may set on its own node", () => {
  it.each([
    "pool",
    "example.com/rack",
    "scaling.talos.io/zone",
    "kubernetes.io/arch",
    "topology.kubernetes.io/region",
    "kubelet.kubernetes.io/a",
    "x.node.kubernetes.io/a",
    "notkubernetes.io/a",
  ])("%s", (key) => {
    expect(isKubeletLabel(key)).toBe(true);
  });

  it.each([
    "node-role.kubernetes.io/worker",
    "node-restriction.kubernetes.io/a",
    "kubernetes.io/role",
    "app.kubernetes.io/name",
    "a.k8s.io/b",
    "k8s.io/b",
  ])("not %s", (key) => {
    expect(isKubeletLabel(key)).toBe(false);
  });
});
