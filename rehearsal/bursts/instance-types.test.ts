import { burstPoolOf } from "../../infra/burst/burst-pool";
import { burstSchema } from "../../infra/burst/burst-schema";
import { validBurst } from "../../infra/burst/testing/valid-burst";
import { simulatedInstanceTypes } from "./instance-types";

const pool = burstPoolOf(burstSchema.parse(validBurst));

it("sells the pool's types at its prices, with what a virtual machine keeps for itself taken off", () => {
  const types = simulatedInstanceTypes(pool);
  expect(types.map(({ name }) => name)).toEqual(["g5.xlarge", "g4dn.xlarge"]);
  expect(types[1]?.resources).toEqual({
    cpu: "4",
    memory: String(Math.floor(16 * 1024 ** 3 * 0.925)),
    "ephemeral-storage": "100Gi",
    pods: "110",
    "nvidia.com/gpu": "1",
  });
  expect(types[1]?.offerings.map(({ Price, Requirements }) => [Price, ...Requirements.map(({ values: [value] }) => value)])).toEqual([
    [0.2, "spot", "eu-central-1a"],
    [0.2, "spot", "eu-central-1b"],
    [0.5, "on-demand", "eu-central-1a"],
    [0.5, "on-demand", "eu-central-1b"],
  ]);
});
