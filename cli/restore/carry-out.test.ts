import { replicationDestination } from "../../infra/backups/restore/replication-destination";
import { restoredClaim } from "../../infra/backups/restore/restored-claim";
import { restoreSteps, type RestoredWorkload } from "../../infra/backups/restore/restore-steps";
import { validBackup } from "../../infra/backups/testing/valid-backup";
import { carryOut } from "./carry-out";
import { withRecordingKubectl } from "./testing/recording-kubectl";

const backup = validBackup();
const workload: RestoredWorkload = { namespace: "vaultwarden", name: "vaultwarden", kind: "Deployment", scaled: false };
const shape = { capacity: "5Gi", accessMode: "ReadWriteOnce", storageClass: "ceph-block-retain" };
const point = { asOf: "2026-02-08T03:00:00Z" };
const steps = restoreSteps(backup, workload, point);

const hold = [
  'vaultwarden patch replicationsource vaultwarden --type merge -p {"spec":{"paused":true}}',
  "argocd annotate application passwords argocd.argoproj.io/skip-reconcile=true --overwrite",
];
const stop = ["vaultwarden scale deployment/vaultwarden --replicas=0"];
const restore = [
  "vaultwarden delete replicationdestination vaultwarden-restore --ignore-not-found",
  "apply -f -",
  "vaultwarden wait replicationdestination/vaultwarden-restore --for=jsonpath={.status.lastManualSync}=restore --timeout=6h",
];
const replace = [
  'patch pv pvc-old --type merge -p {"spec":{"persistentVolumeReclaimPolicy":"Retain"}}',
  "vaultwarden delete pvc vaultwarden-data --ignore-not-found --timeout=10m",
  "apply -f -",
  "vaultwarden wait pvc/vaultwarden-data --for=jsonpath={.status.phase}=Bound --timeout=30m",
];
const start = [
  "vaultwarden scale deployment/vaultwarden --replicas=2",
  "vaultwarden rollout status deployment/vaultwarden --timeout=15m",
  "argocd annotate application passwords argocd.argoproj.io/skip-reconcile-",
  'vaultwarden patch replicationsource vaultwarden --type merge -p {"spec":{"paused":false}}',
  "vaultwarden annotate deployment/vaultwarden berth.dev/replicas-before-restore-",
];
const remember = "vaultwarden annotate deployment/vaultwarden berth.dev/replicas-before-restore=2";

function withoutNamespaceFlag(calls: readonly string[]): readonly string[] {
  return calls.map((call) => call.replace(/^-n /, ""));
}

function options(environment: Readonly<Record<string, string | undefined>>, from = 1) {
  const lines: string[] = [];
  return { lines, kubeconfig: "kubeconfig.yaml", from, environment, report: (line: string) => lines.push(line) };
}

describe("a restore that is carried out", () => {
  it("changes exactly this in the cluster, in this order", async () => {
    await withRecordingKubectl(async ({ environment, changes, applied }) => {
      const given = options(environment);
      await carryOut(steps, given);
      expect(given.lines).toEqual([
        "1. Hold whatever would interfere: backups, Argo CD and KEDA",
        "2. Stop the application",
        "3. Restore into a snapshot; the application's volume stays as it is",
        "4. Put the restored volume in the place of the old one, which is kept",
        "5. Start the application, and let go of the rest",
      ]);
      expect(withoutNamespaceFlag(changes())).toEqual([...hold, remember, ...stop, ...restore, ...replace, ...start]);
      expect(applied()).toEqual([replicationDestination(backup, point, shape), restoredClaim(backup, shape)]);
    });
  });

  it("stops where a step fails, and goes on from there", async () => {
    await withRecordingKubectl(async ({ environment, changes, failOn }) => {
      failOn("wait replicationdestination");
      await expect(carryOut(steps, options(environment))).rejects.toThrow(
        "step 3 failed, and nothing after it was done; mend the cause and go on with --from 3",
      );
      expect(withoutNamespaceFlag(changes())).toEqual([...hold, remember, ...stop, ...restore]);
      failOn(undefined);
      await carryOut(steps, options(environment, 3));
      expect(withoutNamespaceFlag(changes()).slice(-12)).toEqual([...restore, ...replace, ...start]);
    });
  });

  it("still knows how many pods there were when it begins again", async () => {
    await withRecordingKubectl(async ({ environment, changes }) => {
      await carryOut(steps.slice(0, 2), options(environment));
      await carryOut(steps, options(environment));
      expect(withoutNamespaceFlag(changes()).filter((call) => call === remember)).toHaveLength(1);
    });
  });

  it("holds KEDA where it scales the application", async () => {
    await withRecordingKubectl(async ({ environment, changes }) => {
      await carryOut(restoreSteps(backup, { ...workload, kind: "StatefulSet", scaled: true }, {}), options(environment));
      const calls = withoutNamespaceFlag(changes());
      expect(calls[2]).toBe("vaultwarden annotate scaledobject vaultwarden autoscaling.keda.sh/paused=true --overwrite");
      expect(calls).toContain("vaultwarden scale statefulset/vaultwarden --replicas=0");
      expect(calls).toContain("vaultwarden annotate scaledobject vaultwarden autoscaling.keda.sh/paused-");
    });
  });

  it("needs kubectl, and a step that there is", async () => {
    await expect(carryOut(steps, options({ PATH: "/nowhere" }))).rejects.toThrow(
      "kubectl is not on the PATH; without --apply the steps are printed, to be carried out elsewhere",
    );
    await withRecordingKubectl(async ({ environment }) => {
      await expect(carryOut(steps, options(environment, 6))).rejects.toThrow("there are 5 steps, and no step 6");
    });
  });
});
