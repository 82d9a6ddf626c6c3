import { obstacles } from "../explain/obstacles";
import { node, problem, workload } from "../testing/problems";
import { stateWith } from "../testing/states";

const gpu = "example.com/gpu";
const gpus = (count: number): ReturnType<typeof node> =>
  node("a", { allocatable: { extended: { [gpu]: 1000 * count } }, sharedDevices: { [gpu]: count } });
const part = (name: string, milli: number): ReturnType<typeof workload> =>
  workload(name, { replicas: 9, requests: { cpuMilli: 0, memoryBytes: 0, extended: { [gpu]: milli } } });

function reasons(made: ReturnType<typeof stateWith>, name: string): readonly string[] {
  return obstacles(made.state, made.w(name), made.n("a")).map(({ constraint, reason }) => `${constraint}: ${reason}`);
}

describe("shared devices", () => {
  const posed = problem([gpus(2)], [part("p400", 400), part("p600", 600), part("p700", 700), part("whole", 1000), part("two", 2000)]);

  test("a part lies on one device, even where the sum would do", () => {
    const made = stateWith(posed, [
      ["p400", "a"],
      ["p700", "a"],
      ["p400", "a"],
    ]);
    // 200 and 300 are left.
    expect(reasons(made, "p400")).toEqual([`devices: no ${gpu} has 400 of its 1000 parts left`]);
  });

  test("a part goes where least is left that is enough", () => {
    const made = stateWith(posed, [
      ["p600", "a"],
      ["p400", "a"],
    ]);
    expect([reasons(made, "whole"), reasons(made, "two")]).toEqual([
      [],
      [`${gpu}: 1000 ${gpu} too little`, `devices: fewer than 2 ${gpu} are empty`],
    ]);
  });

  test("whole ones need empty devices", () => {
    const made = stateWith(posed, [
      ["p400", "a"],
      ["p700", "a"],
    ]);
    expect(reasons(made, "whole")).toContain(`devices: fewer than 1 ${gpu} are empty`);
  });

  test("undoing gives every pod its device back", () => {
    const { state, w, n } = stateWith(posed, [
      ["p700", "a"],
      ["p400", "a"],
      ["p400", "a"],
    ]);
    const mark = state.mark();
    state.remove(w("p700"), n("a"));
    state.remove(w("p400"), n("a"));
    state.add(w("p600"), n("a"));
    state.undo(mark);
    // 300 and 200 as before.
    expect(
      ["p400", "p600", "p700"].map((name) => obstacles(state, w(name), n("a")).some(({ constraint }) => constraint === "devices")),
    ).toEqual([true, true, true]);
    state.remove(w("p700"), n("a"));
    expect(obstacles(state, w("whole"), n("a"))).toEqual([]);
  });

  test("nodes without such devices count whole pieces", () => {
    const plain = node("a", { allocatable: { extended: { [gpu]: 1000 } } });
    const made = stateWith(problem([plain, { ...gpus(1), name: "b" }], [part("p400", 400), part("p700", 700)]), [["p400", "a"]]);
    expect(reasons(made, "p400")).toEqual([]);
  });
});
