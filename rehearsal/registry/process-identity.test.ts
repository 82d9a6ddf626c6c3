import { spawn } from "node:child_process";
import { once } from "node:events";
import { identifyProcess, isAlive } from "./process-identity";

it("tells a process from a later one of the same number", async () => {
  const child = spawn("sleep", ["60"]);
  const identity = identifyProcess(child.pid ?? 0);
  expect(identity).toMatchObject({ pid: child.pid });
  expect(identity !== undefined && isAlive(identity)).toBe(true);
  expect(isAlive({ pid: child.pid ?? 0, startedAt: "another boot 1" })).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(identity !== undefined && isAlive(identity)).toBe(false);
});

it("knows no process that there is not", () => {
  expect(identifyProcess(2 ** 22 + 1)).toBeUndefined();
});
