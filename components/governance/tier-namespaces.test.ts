import { recordProgram } from "../testing/recorded-program";
import { TierNamespaces } from "./tier-namespaces";

const namespaces = [
  { name: "0-core-csi", tier: "0-core" },
  { name: "4-aux-notes", tier: "4-aux" },
] as const;

it("makes every namespace with its tier, and lets pods reach into their node only where told to", async () => {
  const { ofType, resource } = await recordProgram(() => new TierNamespaces("tiers", { namespaces, privileged: ["0-core-csi"] }));
  expect(ofType("kubernetes:core/v1:Namespace")).toHaveLength(2);
  expect(resource("tiers-0-core-csi").inputs).toMatchObject({
    metadata: {
      name: "0-core-csi",
      labels: {
        "berth.dev/tier": "0-core",
        "pod-security.kubernetes.io/enforce": "privileged",
        "pod-security.kubernetes.io/audit": "privileged",
        "pod-security.kubernetes.io/warn": "privileged",
      },
    },
  });
  expect(resource("tiers-4-aux-notes").inputs).toMatchObject({
    metadata: { name: "4-aux-notes", labels: { "berth.dev/tier": "4-aux", "pod-security.kubernetes.io/enforce": "baseline" } },
  });
});

it("gives all of them what else is wanted of them", async () => {
  const { ofType } = await recordProgram(() => new TierNamespaces("tiers", { namespaces, labels: { "example.com/watched": "true" } }));
  expect(ofType("kubernetes:core/v1:Namespace").map(({ inputs }) => inputs)).toMatchObject([
    { metadata: { labels: { "berth.dev/tier": "0-core", "example.com/watched": "true" } } },
    { metadata: { labels: { "berth.dev/tier": "4-aux", "example.com/watched": "true" } } },
  ]);
});
