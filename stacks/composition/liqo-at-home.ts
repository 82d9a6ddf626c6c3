import { UserError } from "../../infra/diagnostics/user-error";
import type { FederationProfile } from "../../infra/burst/federation/federation-schema";
import { type LiqoPeering, liqoNamespace, liqoPeering } from "../../infra/burst/federation/liqo-peering";
import { homeLiqoValues, type LiqoValues } from "../../infra/burst/federation/liqo-values";
import type { Stack } from "../../infra/stack/stack";

/** Liqo in the cluster at home. */
export interface LiqoAtHome {
  readonly peering: LiqoPeering;
  readonly remote: FederationProfile;
  readonly values: LiqoValues;
  /** Whether Berth installs it. Otherwise who does has to give it these values. */
  readonly installed: boolean;
}

/** The row by which a stack says who deploys Liqo: what runs on every node. */
const liqoRow = `${liqoNamespace}/liqo-fabric`;

/**
 * What Liqo at home has to be like, and whose it is: Berth installs it where its row says `managedBy: "helm"`.
 *
 * @returns undefined for a stack that is not federated.
 * @throws UserError when no row says what Liqo takes.
 */
export function liqoAtHome({ hardware, workloads, burst }: Stack): LiqoAtHome | undefined {
  if (burst?.remote === undefined) {
    return undefined;
  }
  const row = workloads.find(({ id }) => id === liqoRow);
  if (row === undefined) {
    throw new UserError("Liqo is not in the plan", [
      {
        path: `workloads[${liqoRow}]`,
        message: "is missing, and burst.mode federation needs Liqo",
        fix: 'add a DaemonSet with what it requests, and managedBy: "helm" to have it installed',
      },
    ]);
  }
  const peering = liqoPeering(hardware.clusterName, burst.profile.pool);
  return { peering, remote: burst.remote, values: homeLiqoValues(peering, burst.remote), installed: row.managedBy === "helm" };
}
