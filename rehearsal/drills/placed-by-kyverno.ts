import { z } from "zod";
import { emitPlacements, leewayOf } from "../../infra/placement/emit/emit-placements";
import { pseudoRandom } from "../../infra/placement/search/pseudo-random";
import { coordinatorLabel } from "../../infra/workloads/coordination";
import { ApiError, type ClusterApi } from "../../kubernetes-api/cluster-api";
import { startKyverno, stopKyverno } from "../controllers/kyverno";
import { type Admitted, admittedProbe } from "../observation/admitted-probe";
import { deviations, foretold } from "../observation/placed-workloads";
import { settle } from "../observation/settle";
import { untilNothingLeft } from "../observation/until-nothing-left";
import { admissionPolicyName, type PlacedAtAdmission, placedAtAdmission } from "../workloads/admission-policies";
import { deletePods } from "../workloads/delete-pods";
import type { Drill, DrillContext, DrillFinding } from "./drill";
import { shuffled } from "./shuffled";

/** How many workloads have their pods made anew while Kyverno places them. */
const restarted = 3;
const fieldManager = "berth-rehearsal";
const bindingKind = { apiVersion: "admissionregistration.k8s.io/v1beta1", kind: "MutatingAdmissionPolicyBinding" } as const;

/**
 * In a rehearsal the API server's own policies place pods, by the expressions of the stack's Kyverno policies. Here they
 * are put out of force, and Kyverno takes their place with the policies that the engine applied: every workload's pod has
 * to be admitted as before, and a few pods are made anew and have to come where they are planned.
 */
export const placedByKyverno: Drill = {
  name: "placed-by-kyverno",
  question: "Does Kyverno make of each pod what the API server's own policies make of it?",
  thorough: true,
  run: async (context) => {
    const { api, controlPlane, environment, stream, step } = context;
    const bindings = await listBindings(api);
    const policies = await kyvernoPolicies(api);
    const placed = placedAtAdmission(context.stack, emitPlacements(context.stack, context.plan)).filter(({ workload }) => {
      const name = admissionPolicyName(workload);
      return policies.has(name) && bindings.some(({ metadata }) => metadata.name === name);
    });
    if (placed.length === 0) {
      const reason = "Kyverno places nothing of this stack";
      return { outcome: "skipped", summary: reason, reason, findings: [], facts: [] };
    }
    const names = new Set(placed.map(({ workload }) => admissionPolicyName(workload)));
    const replaced = bindings.filter(({ metadata }) => names.has(metadata.name));
    const findings: DrillFinding[] = [];
    step(`what the API server makes of ${placed.length} pods`);
    const native = await admitAll(api, placed);
    try {
      await Promise.all(replaced.map(async ({ metadata }) => api.delete({ ...bindingKind, name: metadata.name })));
      const still = await untilNothingLeft(async () => (await admitAll(api, placed)).filter(({ admitted }) => isPlaced(admitted)));
      findings.push(...still.map(({ id }) => ({ subject: id, message: "is placed by the API server although its policy has no binding" })));
      step("starting Kyverno");
      // Limits that it would generate for tiers change what becomes of pods, and would stay.
      const kyverno = await startKyverno({ controlPlane, environment, stream }, { generates: false });
      try {
        step(`what Kyverno makes of ${placed.length} pods`);
        await untilNothingLeft(async () => (await admitAll(api, placed)).filter(({ admitted }) => !isPlaced(admitted)));
        findings.push(...disagreements(native, await admitAll(api, placed)));
        findings.push(...(await restartSome(context, placed)));
      } finally {
        step("stopping Kyverno");
        await stopKyverno(api, kyverno);
      }
    } finally {
      await Promise.all(replaced.map(async (binding) => api.apply(binding, { fieldManager, force: true })));
      const missing = await untilNothingLeft(async () => disagreements(native, await admitAll(api, placed)));
      findings.push(...missing.map(({ subject }) => ({ subject, message: "is not placed as before, now that Kyverno is gone" })));
    }
    return {
      outcome: findings.length === 0 ? "held" : "broken",
      summary:
        findings.length === 0
          ? `Kyverno and the API server admit the pods of ${placed.length} workloads alike`
          : `${findings.length} pods are not admitted or placed alike`,
      findings,
      facts: [{ label: "workloads compared", value: String(placed.length) }],
    };
  },
};

const bindingSchema = z.object({ metadata: z.object({ name: z.string() }), spec: z.record(z.string(), z.unknown()) });

type Binding = typeof bindingKind & z.output<typeof bindingSchema>;

/** Without what the API server adds, so that they can be applied again. */
async function listBindings(api: ClusterApi): Promise<readonly Binding[]> {
  return (await api.list(bindingKind, bindingSchema)).map((binding) => ({ ...bindingKind, ...binding }));
}

async function kyvernoPolicies(api: ClusterApi): Promise<ReadonlySet<string>> {
  try {
    const listed = await api.list({ apiVersion: "policies.kyverno.io/v1", kind: "MutatingPolicy" }, bindingSchema);
    return new Set(listed.map(({ metadata }) => metadata.name));
  } catch (error) {
    if (error instanceof ApiError && error.reason === "NotFound") {
      return new Set();
    }
    throw error;
  }
}

/** A workload, and what becomes of its pod at admission. */
export interface AdmittedPod {
  /** `namespace/name` of the workload. */
  readonly id: string;
  readonly admitted: Admitted;
}

async function admitAll(api: ClusterApi, placed: readonly PlacedAtAdmission[]): Promise<readonly AdmittedPod[]> {
  return Promise.all(placed.map(async ({ workload }) => ({ id: workload.id, admitted: await admittedProbe(api, workload) })));
}

function isPlaced({ labels }: Admitted): boolean {
  return labels[coordinatorLabel] !== undefined;
}

/** A finding for each workload whose pod is admitted otherwise, with the fields that differ. */
export function disagreements(native: readonly AdmittedPod[], kyverno: readonly AdmittedPod[]): readonly DrillFinding[] {
  const byId = new Map(kyverno.map(({ id, admitted }) => [id, admitted]));
  return native.flatMap(({ id, admitted }): readonly DrillFinding[] => {
    const other = byId.get(id);
    if (other === undefined || !isPlaced(other)) {
      return [{ subject: id, message: "Kyverno does not place its pod" }];
    }
    const [ours, theirs] = [fieldsOf(admitted), fieldsOf(other)];
    const differing = [...new Set([...ours.keys(), ...theirs.keys()])].filter((field) => ours.get(field) !== theirs.get(field)).sort();
    return differing.map((field) => ({
      subject: id,
      message: `${field} is ${theirs.get(field) ?? "absent"} with Kyverno, ${ours.get(field) ?? "absent"} with the API server`,
    }));
  });
}

function fieldsOf({ labels, annotations, spec }: Admitted): ReadonlyMap<string, string> {
  const under = (path: string, fields: Readonly<Record<string, unknown>>): readonly [string, string][] =>
    Object.entries(fields).map(([field, value]) => [`${path}.${field}`, JSON.stringify(value)]);
  return new Map([...under("metadata.labels", labels), ...under("metadata.annotations", annotations), ...under("spec", spec)]);
}

/** Makes the pods of a few workloads anew. @returns what did not come where it is planned. */
async function restartSome(context: DrillContext, placed: readonly PlacedAtAdmission[]): Promise<readonly DrillFinding[]> {
  const { api, stack, plan, seed, step } = context;
  const allowed = foretold(leewayOf(stack, plan));
  const deployed = placed.filter(({ workload }) => workload.kind === "Deployment" && workload.replicas > 0);
  const chosen = new Set(
    shuffled(deployed, pseudoRandom(seed))
      .slice(0, restarted)
      .map(({ workload }) => workload.id),
  );
  step(`new pods of ${[...chosen].join(", ")}`);
  await deletePods(api, chosen);
  const own = { ...plan, workloads: plan.workloads.filter(({ namespace, name }) => chosen.has(`${namespace}/${name}`)) };
  const { pods } = await settle(api, { done: (seen) => deviations(own, seen, allowed).length === 0 });
  return deviations(own, pods, allowed).map((finding) => ({ ...finding, message: `${finding.message} (placed by Kyverno)` }));
}
