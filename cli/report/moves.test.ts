import { stripVTControlCharacters } from "node:util";
import { renderMovesMarkdown } from "./moves-markdown";
import { renderMoves } from "./moves-terminal";
import { smallMoves } from "./testing/small-moves";

test("the terminal has each step with its reason, its outage and its commands", () => {
  expect(stripVTControlCharacters(renderMoves(smallMoves)))
    .toBe(`garage (at peak)  4 steps, 5 pods restarted, 1 step with an outage, 2 pods blocked

Apply the plan's constraints first: they, and not these steps, make a pod start on its new node. Then one step at a time.

1  stop media/sonarr, on alpha
   makes room for step 2 (core/dns)
   outage of 1 pod: it is stopped until step 3
   $ kubectl -n media scale deployment/sonarr --replicas=0
   Flux may set it back.

2  move core/dns ×3, 2 at a time, beta → alpha
   alpha has room since step 1 (media/sonarr)
   no outage
   $ kubectl -n core get pods -l app=a_b
   $ kubectl -n core delete pod POD

3  start media/sonarr, on beta
   so
   no outage

4  restart ai/llm ×2, one at a time, on beta
   so
   no outage

not possible by any order of steps
  ai/toy ×2: its budget
`);
});

test("Markdown has a numbered list with the commands as code", () => {
  const text = renderMovesMarkdown(smallMoves);
  expect(text).toContain(`1. **stop media/sonarr, on alpha**: outage of 1 pod: it is stopped until step 3

   Why now: makes room for step 2 (core/dns). Flux may set it back.

   \`\`\`sh
   kubectl -n media scale deployment/sonarr --replicas=0
   \`\`\`

2. **move core/dns ×3, 2 at a time, beta → alpha**: no outage
`);
  expect(text.startsWith("## Moves of `garage` (at peak)\n\n4 steps, 5 pods restarted, 1 step with an outage, 2 pods blocked. Apply")).toBe(
    true,
  );
  expect(text.endsWith("**Not possible by any order of steps**\n\n- ai/toy ×2: its budget\n")).toBe(true);
});

test("a plan that moves nothing says so", () => {
  const nothing = { version: 1, stack: "garage", steps: [], blocked: [] } as const;
  expect(stripVTControlCharacters(renderMoves(nothing))).toBe(
    "garage  0 steps, 0 pods restarted, 0 steps with an outage\n\nNothing has to move.\n",
  );
  expect(renderMovesMarkdown(nothing)).toContain("with an outage. Nothing has to move.\n");
});
