import type { FederationProfile } from "./federation-schema";

/** Of the longest month. */
export const hoursPerMonth = 744;

/** What a remote cluster costs in a month in which nothing is rented: its server, the server's address and its disk. */
export function serverPerMonth({ onDemandPerHour, addressPerHour, diskPerGibibyteMonth, diskGiB }: FederationProfile): number {
  const amount = (onDemandPerHour + addressPerHour) * hoursPerMonth + diskPerGibibyteMonth * diskGiB;
  return Math.round(amount * 100) / 100;
}
