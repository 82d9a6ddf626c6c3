import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DriftResult } from "../../engine/drift/drift-result";
import { exitCode } from "../exit-code";
import { exitCodeOf } from "./exit-code-of";

const web = { urn: "urn:pulumi:s::p::kubernetes:apps/v1:Deployment::web", type: "kubernetes:apps/v1:Deployment", name: "web" };
const none: DriftResult = { stack: "homelab", differs: [], gone: [], unreadable: [], ignored: [], same: 3, pendingOperations: 0 };

test("drift has an exit code of its own, and what could not be read is for the user to mend", () => {
  const unread = { ...none, unreadable: [{ ...web, message: "connection refused" }] };
  expect([none, unread, { ...none, gone: [web] }, { ...unread, gone: [web] }].map(exitCodeOf)).toEqual([0, 1, 3, 3]);
  expect(new Set(Object.values(exitCode)).size).toBe(Object.keys(exitCode).length);
});

test("the workflow keeps an issue at that code, and fails at a fault", () => {
  const workflow = readFileSync(join(__dirname, "../../.github/workflows/drift.yml"), "utf8");
  expect(workflow).toContain(`[ "$code" -eq ${exitCode.fine} ] || [ "$code" -eq ${exitCode.drift} ]`);
  expect(workflow).toContain(`steps.compare.outputs.code == '${exitCode.fine}' || steps.compare.outputs.code == '${exitCode.drift}'`);
});
