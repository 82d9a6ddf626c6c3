import { stripVTControlCharacters } from "node:util";
import { renderFailuresMarkdown } from "./failures-markdown";
import { renderFailures } from "./failures-terminal";
import { smallFailures } from "./testing/small-failures";

test("the terminal has a table, then the workloads of each loss by what becomes of them", () => {
  const text = stripVTControlCharacters(renderFailures(smallFailures))
    .split("\n")
    .map((line) => (line.startsWith(" ") ? line : line.replace(/ +/g, " ").trim()))
    .join("\n");
  expect(text).toBe(`garage (at peak) each node lost in turn, with the plan carried out

lost pods start elsewhere make room wait lost for good fullest node left
alpha 3 0 0 2 1 beta: memory 98 %
host pve (beta, gamma) 4 2 1 2 0 none

without alpha
  too few control planes are left: what runs elsewhere runs on, and nothing new is scheduled
  waits, tier 0
    core/dns ×2
      blocked by control plane: gone
  lost for good
    core/api
      it is a static pod

without host pve (beta, gamma)
  starts elsewhere
    media/sonarr, media/radarr
      on alpha
  makes room
    home/app
      from alpha to delta
  waits, tier 2
    ai/llm
      blocked by memory: alpha; a|b: alpha
  waits, tier 4
    ai/toy
      blocked by memory: alpha
  does not start by itself
    ai/llm
      tier 2: another plan might let it
`);
});

test("Markdown has the same table, and the workloads folded away", () => {
  const text = renderFailuresMarkdown(smallFailures);
  expect(text).toContain(`## Loss of each node of \`garage\` (at peak)

| lost | pods | start elsewhere | make room | wait | lost for good | fullest node left |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
| alpha | 3 | 0 | 0 | 2 | 1 | beta: memory 98 % |
| host pve (beta, gamma) | 4 | 2 | 1 | 2 | 0 | none |

<details><summary>Without alpha</summary>
`);
  expect(text).toContain("- **starts elsewhere**\n  - media/sonarr, media/radarr: on alpha\n- **makes room**\n");
});

test("what would burst is counted among what waits, with the nodes and their price; what the limits leave waiting is said", () => {
  const [, host] = smallFailures.failures;
  const llm = { namespace: "ai", name: "llm", tier: 2, pods: 1 };
  const bursts = {
    pods: [llm],
    nodes: [{ type: "g4dn.xlarge", count: 1 }],
    onDemandPerHour: 0.5,
    spotPerHour: 0.2,
    currency: "USD",
    waits: [{ namespace: "ai", name: "toy", tier: 4, pods: 1 }],
  };
  const table = (more: Partial<typeof bursts>): string =>
    renderFailuresMarkdown({ ...smallFailures, failures: host === undefined ? [] : [{ ...host, bursts: { ...bursts, ...more } }] });
  expect(table({})).toContain("| host pve (beta, gamma) | 4 | 2 | 1 | 2 (1 burst) | 0 | none |");
  expect(table({})).toContain(`- **would burst**
  - ai/llm: onto 1 g4dn.xlarge: 0.20 USD an hour on the spot market, 0.50 USD on demand
- **may burst, and waits**
  - ai/toy: the pool's limits leave no room
`);
  expect(table({ nodes: [] })).toContain("  - ai/llm: beside what is rented anyway: nothing more to pay\n");
});
