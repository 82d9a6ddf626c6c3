import type { LinearForm, Term } from "../exact/linear-program";
import { balanceWeights, restartPrice } from "../objectives/balance";
import { idleMilliwatts, podMilliwatts, restartPriceMilliwatts } from "../objectives/watts";
import { cpu, memory } from "../search/model";
import type { PoolProgram } from "./pool-program";

/** Utilisations at which the squares of balance have a tangent. */
const tangents = 50;

/** Objectives that a program over pools has something to say of. */
export const poolForms: Readonly<Record<"watts" | "disruption" | "balance", (pools: PoolProgram) => LinearForm>> = {
  watts: wattsForm,
  disruption: restartsForm,
  balance: balanceForm,
};

function wattsForm(posed: PoolProgram): LinearForm {
  const { pools, relaxation, taken, units } = posed;
  const { model, basePods, free } = relaxation;
  const fixed = basePods.reduce(
    (sum, [w, n, pods]) => sum + (model.workloads[w]?.mode === "perNode" ? 0 : pods * podMilliwatts(model, w, n)),
    0,
  );
  // A pod's draw is rounded, by up to half a milliwatt.
  const rounding = free.reduce((sum, { pods }) => sum + pods, 0) / 2;
  const restarts = restartsForm(posed);
  return {
    offset: fixed - rounding + restarts.offset * restartPriceMilliwatts,
    terms: [
      ...restarts.terms.map(([column, weight]): Term => [column, weight * restartPriceMilliwatts]),
      ...pools.flatMap(({ nodes, parts }, kind): readonly Term[] => {
        const [n = -1] = nodes;
        const { fullWatts = 0, idleWatts = 0 } = model.nodes[n]?.power ?? {};
        const whole = model.capacity[n * model.width + cpu] ?? 0;
        const perUnit = whole === 0 ? 0 : (Math.max(0, fullWatts - idleWatts) * 1000 * (units[cpu] ?? 1)) / whole;
        const idle = idleMilliwatts(model, n);
        return [
          ...parts.map(({ on }): Term => [on, idle]),
          ...taken(kind, cpu).map(([column, amount]): Term => [column, amount * perUnit]),
        ];
      }),
    ],
  };
}

/** Restarts, counted by tier: those that every plan causes, and those of the pods on nodes that are emptied. */
function restartsForm({ pools, relaxation }: PoolProgram): LinearForm {
  const parts = pools.flatMap((pool) => pool.parts);
  return {
    offset: relaxation.forcedRestarts.weighted + parts.reduce((sum, { nodes, restarts }) => sum + nodes.length * restarts, 0),
    terms: parts.map(({ on, restarts }): Term => [on, -restarts]),
  };
}

/** A column for the squares of each pool and resource, above the tangents of what its nodes have when equally full. */
function balanceForm(posed: PoolProgram): LinearForm {
  const { base, pools, program, relaxation, taken, units } = posed;
  const { model } = relaxation;
  const terms: Term[] = [];
  for (const r of [cpu, memory]) {
    const weights = balanceWeights(model, r);
    pools.forEach(({ nodes, parts }, kind) => {
      const [first = -1] = nodes;
      const weight = weights[first] ?? 0;
      const whole = model.capacity[first * model.width + r] ?? 0;
      if (weight === 0 || whole === 0) {
        return;
      }
      const utilisations = nodes.map((n) => base(n, r) / whole);
      const least = utilisations.reduce((low, each) => Math.min(low, each), 1);
      const most = utilisations.reduce((high, each) => Math.max(high, each), 0);
      const still = utilisations.reduce((sum, each) => sum + each * each, 0);
      const squares = program.addColumn(0, Number.POSITIVE_INFINITY, false);
      terms.push([squares, weight * 1e6]);
      for (let step = 0; step <= tangents; step++) {
        const at = least + ((1 - least) * step) / tangents;
        const offset = Math.max((at - least) ** 2, (most - at) ** 2);
        // A node that is on has at least 2·at·u − at², one that is off what its DaemonSets bring.
        program.addRow(
          still,
          [
            [squares, 1],
            ...taken(kind, r).map(([column, amount]): Term => [column, (-2 * at * amount * (units[r] ?? 1)) / whole]),
            ...parts.map(({ on }): Term => [on, offset]),
          ],
          Number.POSITIVE_INFINITY,
        );
      }
    });
  }
  const restarts = restartsForm(posed);
  return {
    offset: restarts.offset * restartPrice,
    terms: [...terms, ...restarts.terms.map(([column, weight]): Term => [column, weight * restartPrice])],
  };
}
