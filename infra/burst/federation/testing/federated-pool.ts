import { type BurstPool, burstPoolOf } from "../../burst-pool";
import { burstSchema } from "../../burst-schema";
import { validBurst } from "../../testing/valid-burst";
import { validFederation } from "../../testing/valid-federation";
import type { FederationProfile } from "../federation-schema";
import { liqoPeering } from "../liqo-peering";

export interface FederatedPool {
  readonly pool: BurstPool;
  readonly federation: FederationProfile;
}

/** A pool that another cluster rents, and that cluster. */
export function federatedPool(): FederatedPool {
  const { federation, ...profile } = burstSchema.parse({ ...validBurst, federation: validFederation });
  if (federation === undefined) {
    throw new Error("it has just been written");
  }
  return { pool: burstPoolOf({ ...profile, federation }, "federation"), federation };
}

export const peering = liqoPeering("homelab", "burst");
