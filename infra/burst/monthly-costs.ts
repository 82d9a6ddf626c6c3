import type { BurstCapacity } from "./burst-document";
import type { BurstPool } from "./burst-pool";
import { hoursPerMonth, serverPerMonth } from "./federation/server-costs";
import { mixesWithin } from "./mixes";

/** How far AWS Budgets may lag behind what is spent: it looks a few times a day. */
const noticedAfterHours = 24;

/** What a month costs at most, a remote cluster's server included, and what a machine at home would cost. */
export function monthlyCosts({ profile, remote }: BurstPool): Pick<BurstCapacity, "month" | "local"> {
  const { ceilingPerMonth: ceiling, lifetimeHours, local, instanceTypes } = profile;
  const server = remote === undefined ? 0 : serverPerMonth(remote);
  const dearest = mixesWithin(profile).at(-1)?.onDemandPerHour ?? 0;
  const withoutCeiling = dearest * hoursPerMonth;
  // What is there when the ceiling is noticed lives on to the end of its life. A remote cluster's month is put on top of the
  // ceiling: at the month's begin, bursts may use that up too.
  const noticed = ceiling + server + dearest * (noticedAfterHours + lifetimeHours);
  const idlePerMonth = ((local.idleWatts * hoursPerMonth) / 1000) * local.pricePerKilowattHour;
  const cheapest = Math.min(
    ...instanceTypes.map(({ spotPerHour, onDemandPerHour }) => (profile.capacityTypes.includes("spot") ? spotPerHour : onDemandPerHour)),
  );
  return {
    month: {
      ceiling,
      atMost: rounded(Math.min(noticed, withoutCeiling) + server),
      withoutCeiling: rounded(withoutCeiling + server),
      ...(remote === undefined ? {} : { server }),
    },
    local: {
      name: local.name,
      idlePerMonth: rounded(idlePerMonth),
      breakEvenHours: Math.max(0, Math.floor((idlePerMonth - server) / cheapest)),
      note: local.note,
    },
  };
}

function rounded(amount: number): number {
  return Math.round(amount * 100) / 100;
}
