import type { WorkloadRow } from "../../../infra/workloads/schema";
import { estimate } from "./estimate";
import { data } from "./storage-classes";

/**
 * Home automation runs where the Zigbee dongle is plugged in, whichever machine that is. Only zigbee2mqtt needs the dongle;
 * the other two are with it on purpose, so that one machine's network and power are all that the house depends on.
 * zigbee2mqtt gives up when it starts before mosquitto, and is started again by its kubelet until the broker answers.
 */
export const homeAutomationWorkloads: readonly WorkloadRow[] = [
  besideDongle("homeassistant", "StatefulSet", { cpu: "200m", memory: "768Mi" }, "2Gi", "20Gi"),
  besideDongle("mosquitto", "StatefulSet", { cpu: "20m", memory: "64Mi" }, "256Mi", "1Gi"),
  besideDongle("zigbee2mqtt", "StatefulSet", { cpu: "50m", memory: "128Mi" }, "512Mi", "1Gi"),
];

function besideDongle(
  name: string,
  kind: "StatefulSet",
  requests: { cpu: string; memory: string },
  limit: string,
  size: string,
): WorkloadRow {
  return {
    namespace: name,
    name,
    kind,
    managedBy: "argocd",
    requests,
    limits: { memory: limit },
    devices: ["zigbee"],
    volumes: [data(size)],
    current: { metal0: 1 },
    note: estimate,
  };
}
