import { validBackup } from "../../infra/backups/testing/valid-backup";
import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, validDefinition, withWorkload } from "../../infra/stack/testing/valid-stack";
import { renderAfterwards, renderRestore } from "./render-restore";
import { restoreRequest } from "./restore-request";

const backups = [{ namespace: "home", name: "mosquitto", claim: "data" }];
const stack = loadStack({ ...validDefinition, backups }, validConfig);

describe("a restore that is asked for", () => {
  it("is printed as a script, with what is left to do", () => {
    const script = renderRestore(restoreRequest(stack, "home/mosquitto", { previous: 1 }));
    expect(script.split("\n").filter((line) => line.startsWith("#"))).toEqual([
      "# Restore of home/mosquitto, volume data. --apply carries the steps out.",
      "# 1. Hold whatever would interfere: backups, Argo CD and KEDA",
      "# 2. Stop the application",
      "# 3. Restore into a snapshot; the application's volume stays as it is",
      "# 4. Put the restored volume in the place of the old one, which is kept",
      "# 5. Start the application, and let go of the rest",
      "# Afterwards, by hand: When the application is right again, give the space back",
    ]);
    expect(script).toContain('"previous": 1');
    expect(script).toContain("kubectl -n home scale deployment/mosquitto --replicas=0");
  });

  it("says what is left to do when it has been carried out", () => {
    expect(
      renderAfterwards(restoreRequest(stack, "home/mosquitto", {}))
        .split("\n")
        .slice(0, 4),
    ).toEqual([
      "home/mosquitto is restored.",
      "",
      "# When the application is right again, give the space back",
      "kubectl -n home delete replicationdestination mosquitto-restore",
    ]);
  });

  it("needs a backup", () => {
    expect(() => restoreRequest(stack, "home/mosquito", {})).toThrow(
      'stack "valid" has no backup of home/mosquito, did you mean "home/mosquitto"?\n  backups: home/mosquitto',
    );
    expect(() => restoreRequest({ ...stack, backups: [] }, "home/mosquitto", {})).toThrow(
      'stack "valid" has no backup of home/mosquitto\n  backups: none',
    );
  });

  it("needs a workload that can be stopped", () => {
    const daemonSet = loadStack(withWorkload("home/mosquitto", { kind: "DaemonSet", current: {} }), validConfig);
    const backup = validBackup({ id: "home/mosquitto", namespace: "home", name: "mosquitto" });
    expect(() => restoreRequest({ ...daemonSet, backups: [backup] }, "home/mosquitto", {})).toThrow(
      "home/mosquitto cannot be restored by steps\n  workloads[home/mosquitto].kind: has no number of pods that could be set to 0 (found DaemonSet)\n    fix: restore it by hand (docs/backups.md)",
    );
  });

  it("needs a time that is one", () => {
    expect(() => restoreRequest(stack, "home/mosquitto", { asOf: "yesterday" })).toThrow("--as-of: is no time (found yesterday)");
  });
});
