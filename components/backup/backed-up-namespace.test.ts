import { recordProgram } from "../testing/recorded-program";
import { BackedUpNamespace, type BackedUpNamespaceArgs } from "./backed-up-namespace";

async function metadataOf(args: BackedUpNamespaceArgs): Promise<unknown> {
  const { resource } = await recordProgram(() => new BackedUpNamespace("home", args));
  expect(resource("home-namespace")).toMatchObject({ type: "kubernetes:core/v1:Namespace", retainOnDelete: true });
  return resource("home-namespace").inputs["metadata"];
}

const labels = (level: string) => ({
  "berth.dev/tier": "1-cluster",
  "pod-security.kubernetes.io/enforce": level,
  "pod-security.kubernetes.io/audit": level,
  "pod-security.kubernetes.io/warn": level,
});

describe("BackedUpNamespace", () => {
  it("lets backups run as root where one of its volumes needs it", async () => {
    const backups = [
      { namespace: "home", privileged: false },
      { namespace: "home", privileged: true },
    ];
    expect(await metadataOf({ namespace: "home", tier: "1-cluster", backups })).toEqual({
      name: "home",
      labels: labels("baseline"),
      annotations: { "volsync.backube/privileged-movers": "true" },
    });
  });

  it("does not elsewhere", async () => {
    const backups = [
      { namespace: "home", privileged: false },
      { namespace: "media", privileged: true },
    ];
    expect(await metadataOf({ namespace: "home", tier: "1-cluster", backups, podSecurity: "privileged" })).toEqual({
      name: "home",
      labels: labels("privileged"),
    });
  });
});
