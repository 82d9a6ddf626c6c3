import { obstacles } from "../explain/obstacles";
import type { HostPort } from "../problem";
import { node, problem, workload } from "../testing/problems";
import { stateWith } from "../testing/states";

const port = (changes: Partial<HostPort> = {}): HostPort => ({ port: 53, protocol: "UDP", hostIP: "0.0.0.0", ...changes });

function conflicts(first: HostPort, second: HostPort): boolean {
  const made = stateWith(problem([node("a")], [workload("v", { hostPorts: [first] }), workload("w", { hostPorts: [second] })]), [
    ["v", "a"],
  ]);
  return obstacles(made.state, made.w("w"), made.n("a")).some(({ constraint }) => constraint === "host-ports");
}

/** pkg/scheduler/framework/types.go: HostPortInfo.CheckConflict */
describe("host ports", () => {
  test("conflict when protocol, port and address are the same", () => {
    expect(conflicts(port(), port())).toBe(true);
    expect(conflicts(port({ hostIP: "10.0.0.1" }), port({ hostIP: "10.0.0.1" }))).toBe(true);
  });

  test.each<Partial<HostPort>>([{ port: 54 }, { protocol: "TCP" }])("do not when %j differs", (changes) => {
    expect(conflicts(port(), port(changes))).toBe(false);
  });

  test("of different addresses do not conflict, but every address does with each", () => {
    const one = port({ hostIP: "10.0.0.1" });
    expect(conflicts(one, port({ hostIP: "10.0.0.2" }))).toBe(false);
    expect([conflicts(one, port()), conflicts(port(), one), conflicts(one, port({ hostIP: "" }))]).toEqual([true, true, true]);
  });

  test("are free again when the pod has left", () => {
    const { state, w, n } = stateWith(
      problem([node("a")], [workload("v", { hostPorts: [port()] }), workload("w", { hostPorts: [port()] })]),
      [["v", "a"]],
    );
    state.remove(w("v"), n("a"));
    expect(obstacles(state, w("w"), n("a"))).toEqual([]);
  });

  test("keep pods of one workload, of DaemonSets and of fixed ones apart", () => {
    const posed = problem(
      [node("a"), node("b"), node("c")],
      [
        workload("agent", { mode: "perNode", hostPorts: [port({ hostIP: "10.0.0.1" })] }),
        workload("fixed", { mode: "fixed", current: { a: 1 }, hostPorts: [port()] }),
        workload("w", { replicas: 2, hostPorts: [port({ port: 80, protocol: "TCP" })] }),
      ],
    );
    const made = stateWith(posed, [["w", "b"]]);
    // The DaemonSet's pod cannot be where the fixed one is.
    expect(made.state.nodesOf(made.w("agent"))).toEqual([1, 2]);
    expect(obstacles(made.state, made.w("w"), made.n("b"))).toEqual([{ constraint: "host-ports", reason: "port 80/TCP is taken there" }]);
    expect(obstacles(made.state, made.w("w"), made.n("a"))).toEqual([]);
  });
});
