import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { loadDefinition } from "../../stacks/definitions";
import { burstOfStack } from "./burst-of-stack";

async function of(name: string, config: object = {}) {
  return burstOfStack(loadStack(await loadDefinition(name), stackConfigSchema.parse(config)));
}

it("knows what the homelab would rent while its bursts are off", async () => {
  const burst = await of("homelab", { burst: { mode: "off" } });
  expect({ ...burst, pool: burst?.pool.profile.pool, workloads: burst?.workloads.map(({ id }) => id) }).toEqual({
    pool: "burst",
    workloads: ["catalyst-llm/ollama-burst"],
    switchedOn: false,
    planned: "g4dn.xlarge",
  });
});

it("knows that other stacks rent nothing", async () => {
  expect(await of("r730")).toBeUndefined();
});
