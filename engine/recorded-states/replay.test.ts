import { type PreviewStep } from "../preview-result";
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

async function replay(state: RecordedState): Promise<readonly PreviewStep[]> {
  const engine = await openRecordedStack(state.stack);
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
