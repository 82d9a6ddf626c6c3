import { UserError } from "../../infra/diagnostics/user-error";
import type { Finding } from "../../infra/diagnostics/finding";
import type { Scaling } from "../../infra/workloads/schema";
import type { HttpTrigger, Trigger } from "../../infra/workloads/triggers";
import type { Workload } from "../../infra/workloads/workload";
import { cronTrigger } from "./triggers/cron";
import { type HttpScaling, httpScaling } from "./triggers/http";
import { kafkaTrigger } from "./triggers/kafka";
import type { KedaTrigger } from "./triggers/keda-trigger";
import { prometheusTrigger } from "./triggers/prometheus";
import { utilizationTrigger } from "./triggers/utilization";

/** What is scaled, and how. */
export type ScaledTarget = Pick<Workload, "id" | "namespace" | "name" | "kind"> & { readonly scaling: Scaling };

interface TargetReference {
  readonly apiVersion: "apps/v1";
  readonly kind: "Deployment" | "StatefulSet";
  readonly name: string;
}

interface Metadata {
  readonly namespace: string;
  readonly name: string;
}

/** `keda.sh/v1alpha1` ScaledObject. */
export interface ScaledObjectDocument {
  readonly apiVersion: "keda.sh/v1alpha1";
  readonly kind: "ScaledObject";
  readonly metadata: Metadata;
  readonly spec: {
    readonly scaleTargetRef: TargetReference;
    readonly pollingInterval: number;
    readonly cooldownPeriod: number;
    readonly minReplicaCount: number;
    readonly maxReplicaCount: number;
    readonly triggers: readonly (KedaTrigger & { readonly name: string })[];
  };
}

/** `http.keda.sh/v1alpha1` HTTPScaledObject, from which the add-on makes a ScaledObject of its own. */
export interface HttpScaledObjectDocument {
  readonly apiVersion: "http.keda.sh/v1alpha1";
  readonly kind: "HTTPScaledObject";
  readonly metadata: Metadata;
  readonly spec: HttpScaling & {
    readonly scaleTargetRef: TargetReference & { readonly service: string; readonly port: number };
    readonly replicas: { readonly min: number; readonly max: number };
    readonly scaledownPeriod: number;
  };
}

/** KEDA names the autoscaler that it makes `keda-hpa-<name>`, and that name may have 63 characters. */
const longestName = 54;

/**
 * What KEDA needs to scale a workload. `idleReplicaCount` is never written: with a minimum of 0 KEDA already goes to 0
 * when no trigger is active, and a floor above 0 is what `minReplicas` says.
 *
 * @throws UserError for what KEDA would refuse, or accept and not do.
 */
export function scaledWorkloadDocument(target: ScaledTarget): ScaledObjectDocument | HttpScaledObjectDocument {
  const { scaling, namespace, name } = target;
  const reference: TargetReference = { apiVersion: "apps/v1", kind: checkedKind(target), name };
  const [first, ...others] = scaling.triggers;
  if (first?.type === "http" && others.length === 0) {
    return httpScaledObject(first, scaling, { namespace, name }, reference);
  }
  return {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: { namespace, name },
    spec: {
      scaleTargetRef: reference,
      pollingInterval: scaling.pollingSeconds,
      cooldownPeriod: scaling.cooldownSeconds,
      minReplicaCount: scaling.minReplicas,
      maxReplicaCount: scaling.maxReplicas,
      triggers: scaling.triggers.flatMap((trigger, index) =>
        kedaTrigger(trigger).map((rendered) => ({ ...rendered, name: `${trigger.type}-${index}` })),
      ),
    },
  };
}

function httpScaledObject(
  trigger: HttpTrigger,
  scaling: Scaling,
  metadata: Metadata,
  reference: TargetReference,
): HttpScaledObjectDocument {
  return {
    apiVersion: "http.keda.sh/v1alpha1",
    kind: "HTTPScaledObject",
    metadata,
    spec: {
      ...httpScaling(trigger),
      scaleTargetRef: { ...reference, service: trigger.service, port: trigger.port },
      replicas: { min: scaling.minReplicas, max: scaling.maxReplicas },
      scaledownPeriod: scaling.cooldownSeconds,
    },
  };
}

function kedaTrigger(trigger: Trigger): readonly KedaTrigger[] {
  switch (trigger.type) {
    case "cron":
      return [cronTrigger(trigger)];
    case "prometheus":
      return [prometheusTrigger(trigger)];
    case "kafka":
      return [kafkaTrigger(trigger)];
    case "cpu":
    case "memory":
      return [utilizationTrigger(trigger)];
    case "http":
      return [];
  }
}

function checkedKind({ id, name, kind, scaling }: ScaledTarget): "Deployment" | "StatefulSet" {
  const path = `workloads[${id}]`;
  const findings: Finding[] = [];
  if (kind !== "Deployment" && kind !== "StatefulSet") {
    findings.push({
      path: `${path}.kind`,
      value: kind,
      message: "cannot be scaled by KEDA: it has no number of replicas",
      fix: "remove scaling",
    });
  }
  if (name.length > longestName) {
    findings.push({
      path: `${path}.name`,
      message: `has ${name.length} characters; scaled by KEDA it may have ${longestName}`,
      fix: "shorten it",
    });
  }
  if (scaling.minReplicas > scaling.maxReplicas) {
    findings.push({
      path: `${path}.scaling.minReplicas`,
      value: String(scaling.minReplicas),
      message: `is more than maxReplicas (${scaling.maxReplicas})`,
      fix: `use at most ${scaling.maxReplicas}`,
    });
  }
  if (scaling.triggers.length > 1 && scaling.triggers.some(({ type }) => type === "http")) {
    findings.push({
      path: `${path}.scaling.triggers`,
      value: scaling.triggers.map(({ type }) => type).join(", "),
      message:
        "has an http trigger beside another: the HTTP add-on makes a ScaledObject of its own, and KEDA refuses a second one for the same target",
      fix: "keep the http trigger alone (list all its hosts in it), or replace it by a prometheus query over the ingress' requests",
    });
  }
  if (findings.length > 0 || (kind !== "Deployment" && kind !== "StatefulSet")) {
    throw new UserError(`KEDA cannot scale ${id} as its row says`, findings);
  }
  return kind;
}
