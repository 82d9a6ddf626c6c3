import { stripVTControlCharacters } from "node:util";
import { planDocumentSchema } from "../../infra/stack/plan-json-schema";
import { hostRows, hostSentences } from "./hosts";
import { renderPlanMarkdown } from "./plan-markdown";
import { renderPlan } from "./plan-terminal";
import { smallHost } from "./testing/small-host";
import { smallPlan } from "./testing/small-plan";

test("a host's row says what it has promised of what it has, the rows below it who got it", () => {
  expect(hostRows([smallHost])).toEqual([
    ["pve1", "", "48 of 44 (109 %)", "34 GiB of 272 GiB (13 %)", ""],
    ["", "alpha (VM 201)", "16", "32 GiB", "tesla-t4 at 0000:06:00.0, coral-tpu"],
    ["", "media (container 300)", "2", "0.5 GiB", ""],
    ["", "beta", "30", "1.5 GiB", ""],
  ]);
});

test("promises beyond what a host has are told, with what they mean", () => {
  expect(hostSentences([smallHost])).toEqual([
    "pve1 has promised 48 vCPUs on 44 threads: when all of them are busy, each gets 92 % of a thread.",
  ]);
  expect(hostSentences([{ ...smallHost, memory: { physicalMiB: 32_768, reservedMiB: 2048, promisedMiB: 34_816 } }]).slice(1)).toEqual([
    "pve1 has promised 34 GiB of memory and keeps 30 GiB for that: when all of it is used, the host kills a machine.",
  ]);
});

test("a host that keeps within what it has needs no sentence", () => {
  expect(hostSentences([{ ...smallHost, cpu: { threads: 44, promisedThreads: 44 } }])).toEqual([]);
});

test("the terminal shows hosts below the nodes", () => {
  const text = stripVTControlCharacters(renderPlan(smallPlan, { hosts: [smallHost] }));
  const lines = text.split("\n").map((line) => line.replace(/\s+/g, " ").trim());
  expect(lines).toEqual(expect.arrayContaining(["host carries vCPUs memory cards", "pve1 48 of 44 (109 %) 34 GiB of 272 GiB (13 %)"]));
  expect(text).toContain("each gets 92 % of a thread.");
  expect(renderPlan(smallPlan)).not.toContain("host");
});

test("so does Markdown", () => {
  const markdown = renderPlanMarkdown(smallPlan, { hosts: [smallHost] });
  expect(markdown).toContain(
    [
      "| host | carries | vCPUs | memory | cards |",
      "| --- | --- | ---: | ---: | --- |",
      "| pve1 |  | 48 of 44 (109 %) | 34 GiB of 272 GiB (13 %) |  |",
      "|  | alpha (VM 201) | 16 | 32 GiB | tesla-t4 at 0000:06:00.0, coral-tpu |",
      "|  | media (container 300) | 2 | 0.5 GiB |  |",
      "|  | beta | 30 | 1.5 GiB |  |",
      "",
      "pve1 has promised 48 vCPUs on 44 threads: when all of them are busy, each gets 92 % of a thread.",
    ].join("\n"),
  );
  expect(renderPlanMarkdown(smallPlan)).not.toContain("vCPUs");
});

test("the schema of the JSON accepts them, and nothing that they do not have", () => {
  expect(planDocumentSchema.parse({ ...smallPlan, hosts: [smallHost] })).toEqual({ ...smallPlan, hosts: [smallHost] });
  expect(planDocumentSchema.safeParse({ ...smallPlan, hosts: [{ ...smallHost, watts: 120 }] }).success).toBe(false);
});
