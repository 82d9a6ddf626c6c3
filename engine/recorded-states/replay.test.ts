import { type PreviewStep } from "../preview-result";
import type { StackDefinition } from "../../infra/stack/definition";
import { operationLimit } from "../testing/isolated";
import { openRecordedStack, recordedStacks } from "./recorded-stack";
import { type RecordedState, readRecordedState, recordedStates } from "./recorded-state";

/** What machines are: virtual ones, containers and pools of them. */
const machineTypes = /(VmLegacy|ContainerLegacy|VirtualMachine|contabo:Instance|:NodePool)$/;

/** Steps that take something away: what is renamed without an alias is deleted under its old name and created under its new one. */
function losses(steps: readonly PreviewStep[]): readonly string[] {
  return steps
    .filter(({ operation, type }) => operation === "replace" || (operation === "delete" && machineTypes.test(type)))
    .map(({ operation, type, name }) => `${operation} ${type} ${name}`);
}

async function replay(state: RecordedState, change?: (definition: StackDefinition) => StackDefinition): Promise<readonly PreviewStep[]> {
  const engine = await openRecordedStack(state.stack, change);
  try {
    await engine.takeState(readRecordedState(state));
    const { outcome, diagnostics, steps } = await engine.preview();
    expect({ outcome, diagnostics: diagnostics.filter(({ severity }) => severity === "error") }).toEqual({
      outcome: "fine",
      diagnostics: [],
    });
    return steps;
  } finally {
    engine.close();
  }
}

it("every stack's state is recorded by some release", () => {
  expect([...new Set(recordedStates().map(({ stack }) => stack))].sort()).toEqual([...recordedStacks].sort());
});

// Those with virtual machines: each takes a preview of a whole stack.
it.each(recordedStates().filter(({ stack }) => stack !== "homelab"))(
  "nothing of $stack is replaced, and no machine lost, when release $release is upgraded to this one",
  async (state) => {
    expect(losses(await replay(state))).toEqual([]);
  },
  operationLimit,
);

/** Every machine and every pool of the stack by another name, the card's holder and the control plane included. */
function renamed(definition: StackDefinition): StackDefinition {
  const { hardware, workloads } = definition;
  return {
    ...definition,
    workloads: workloads.map(({ current, ...row }) =>
      current === undefined
        ? row
        : { ...row, current: Object.fromEntries(Object.entries(current).map(([machine, replicas]) => [`new-${machine}`, replicas])) },
    ),
    hardware: {
      ...hardware,
      cards: (hardware.cards ?? []).map((card) => ({ ...card, machine: `new-${card.machine ?? ""}` })),
      machines: hardware.machines.map((row) => ({ ...row, name: `new-${row.name}`, formerNames: [row.name], pool: `new-${row.pool}` })),
    },
  };
}

it.each(recordedStates().filter(({ stack }) => stack === "r730"))(
  "machines and pools of $stack as release $release left them are renamed in place",
  async (state) => {
    const steps = await replay(state, renamed);
    expect(losses(steps)).toEqual([]);
    const machines = steps.filter(({ type }) => type.endsWith(":VmLegacy") || type.endsWith(":ConfigurationApply"));
    expect(machines.map(({ operation, name }) => `${operation} ${name}`).sort()).toEqual(
      ["k8s-master", "k8s-node1", "k8s-node2", "k8s-node3", "k8s-node4"]
        .flatMap((name) => [`update r730-hosts-new-${name}-vm`, `update r730-new-${name}-apply`])
        .sort(),
    );
    // Neither the disk nor where it lies: what its guest is told of its name comes with Talos' configuration.
    const changed = machines.filter(({ type }) => type.endsWith(":VmLegacy")).flatMap(({ changes }) => changes.map(({ path }) => path));
    expect([...new Set(changed)].sort()).toEqual(["description", "name", "tags[1]", "tags[2]", "tags[3]"]);
  },
  operationLimit,
);

it("a machine that is called otherwise without an alias is a loss", () => {
  const step = (operation: "create" | "delete", name: string): PreviewStep => ({
    operation,
    urn: `urn:pulumi:r730::berth::proxmoxve:index/vmLegacy:VmLegacy::${name}`,
    type: "proxmoxve:index/vmLegacy:VmLegacy",
    name,
    changes: [],
  });
  expect(losses([step("create", "new"), step("delete", "old")])).toEqual(["delete proxmoxve:index/vmLegacy:VmLegacy old"]);
});
