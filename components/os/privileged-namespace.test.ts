import { recordProgram } from "../testing/recorded-program";
import { PrivilegedNamespace } from "./privileged-namespace";

it("exempts its pods from the standard that Talos enforces", async () => {
  const { resource } = await recordProgram(() => new PrivilegedNamespace("spegel", { name: "spegel", labels: { team: "platform" } }));
  expect(resource("spegel-namespace")).toMatchObject({
    type: "kubernetes:core/v1:Namespace",
    inputs: {
      metadata: {
        name: "spegel",
        labels: {
          team: "platform",
          "pod-security.kubernetes.io/enforce": "privileged",
          "pod-security.kubernetes.io/audit": "privileged",
          "pod-security.kubernetes.io/warn": "privileged",
        },
      },
    },
    parent: "spegel",
  });
});
