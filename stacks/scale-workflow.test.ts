import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actions } from "../services/scale-relay/notification";
import { stackNames } from "./definitions";
import { decideStep, runDecideStep, scaleWorkflow } from "./testing/decide-step";

jest.setTimeout(120_000);

const { decide, scale } = scaleWorkflow.jobs;

test("it is started by what the relay sends, and never beside another writer of the stack", () => {
  expect(scaleWorkflow.on.repository_dispatch.types).toEqual([...actions]);
  expect(scaleWorkflow.concurrency).toEqual({ group: "up-contabo", "cancel-in-progress": false });
  expect(readFileSync(join(__dirname, "..", ".github", "workflows", "up.yml"), "utf8")).toContain("group: up-${{ inputs.stack }}\n");
  expect(stackNames).toContain("contabo");
});

test("only what brings the number up may write, behind the stack's environment, and only from main", () => {
  expect([decide.permissions, decide.environment, decide.if]).toEqual([{ contents: "read" }, undefined, "github.ref == 'refs/heads/main'"]);
  expect([scale.permissions, scale.environment]).toEqual([{ contents: "write" }, "contabo"]);
  expect(scale.if).toBe("needs.decide.outputs.action == 'scale-up' || needs.decide.outputs.action == 'scale-down'");
  const secrets = [...new Set(JSON.stringify(scaleWorkflow).match(/secrets\.\w+/g))];
  expect(secrets).toEqual(["secrets.PULUMI_BACKEND_URL", "secrets.PULUMI_CONFIG_PASSPHRASE"]);
  expect(JSON.stringify(decide)).not.toContain("secrets.");
});

test("what leaves is emptied, then the number is committed, then it is brought up", () => {
  const order = ["Empty what leaves, and write the number", "Commit the number", "Up"];
  const names = scale.steps.flatMap(({ name }) => (name === undefined ? [] : [name]));
  expect(names.filter((name) => order.includes(name))).toEqual(order);
  expect(scale.steps.find(({ name }) => name === order[0])?.run).toMatch(/if \[ "\$ACTION" = scale-down \][^]*--drain --kubeconfig/);
  // Whatever becomes of the steps before.
  expect(scale.steps.find(({ run }) => run?.includes('rm -f "$RUNNER_TEMP/kubeconfig"') === true)?.if).toBe("always()");
});

describe("the decision", () => {
  it("has as inputs what the relay sends", () => {
    expect(
      Object.values(decideStep.env)
        .join(" ")
        .match(/client_payload\.\w+/g),
    ).toEqual(["client_payload.nodes", "client_payload.memory_percent", "client_payload.cpu_percent", "client_payload.reason"]);
  });

  it("takes a refusal for an answer, and says so", () => {
    const { code, output, summary, printed } = runDecideStep({ DIRECTION: "scale_down", FROM: "3", MEMORY_PERCENT: "12" });
    expect([code, output]).toEqual([0, "action=refused\npresent=3\nnodes=3\nleaving=\n"]);
    expect(printed).toContain("::warning::refused");
    expect(summary).toContain("3 nodes are the fewest that the fleet may have");
  });

  it("fails for input that it cannot read, and runs nothing that stands in it", () => {
    expect(runDecideStep({ DIRECTION: "exactly", NODES: "many" }).code).toBe(1);
    const trap = join(tmpdir(), `berth-trap-${process.pid}`);
    const reason = `$(touch ${trap}); \`touch ${trap}\`\naction=scale-up`;
    const { code, output } = runDecideStep({ DIRECTION: "up", MEMORY_PERCENT: "50", CPU_PERCENT: "50", REASON: reason });
    const sprung = existsSync(trap);
    rmSync(trap, { force: true });
    expect([code, output, sprung]).toEqual([0, "action=none\npresent=3\nnodes=3\nleaving=\n", false]);
  });
});
