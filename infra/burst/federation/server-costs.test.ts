import { burstPoolOf } from "../burst-pool";
import { burstSchema } from "../burst-schema";
import { monthlyCosts } from "../monthly-costs";
import { validBurst } from "../testing/valid-burst";
import { validFederation } from "../testing/valid-federation";
import { federationSchema } from "./federation-schema";
import { serverPerMonth } from "./server-costs";

it("counts the server and its address for 744 hours, and its disk", () => {
  // 744 × (0.04 + 0.005) + 20 × 0.1
  expect(serverPerMonth(federationSchema.parse(validFederation))).toBe(35.48);
});

describe("a month with a remote cluster", () => {
  const profile = burstSchema.parse({ ...validBurst, federation: validFederation });

  it("costs what it costs without one, and the server, whose part of the ceiling bursts may use up before it does", () => {
    expect(monthlyCosts(burstPoolOf(profile, "nodes")).month).toEqual({ ceiling: 20, atMost: 92, withoutCeiling: 1488 });
    expect(monthlyCosts(burstPoolOf(profile, "federation")).month).toEqual({
      ceiling: 20,
      // 20 and 35.48 until the ceiling, 72 until it has an effect, and the server for the rest of the month.
      atMost: 162.96,
      withoutCeiling: 1523.48,
      server: 35.48,
    });
  });

  it("leaves fewer hours until a machine of one's own is cheaper, none when that is cheaper than the server", () => {
    const hungry = { ...profile, local: { ...profile.local, idleWatts: 400 } };
    // 400 W for 744 hours at 0.25 are 74.40; 0.20 for an hour on the spot market.
    expect(monthlyCosts(burstPoolOf(hungry, "nodes")).local.breakEvenHours).toBe(372);
    expect(monthlyCosts(burstPoolOf(hungry, "federation")).local.breakEvenHours).toBe(194);
    expect(monthlyCosts(burstPoolOf(profile, "federation")).local.breakEvenHours).toBe(0);
  });
});
