import { stringify } from "yaml";

interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

interface Stage {
  readonly name: string;
  readonly kind: "Node" | "Pod";
  readonly when: readonly Requirement[];
  /** How long it waits, in milliseconds, unless an annotation of the object says otherwise (`24h`). */
  readonly delay?: { readonly milliseconds: number; readonly annotation: string };
  readonly next: { readonly statusTemplate: string } | { readonly delete: true; readonly finalizers: { readonly empty: true } };
}

const readyStatus = `.status.conditions.[] | select( .type == "Ready" ) | .status`;
const notDeleted: Requirement = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };

/** How long the pod of a Job runs: `24h`. Default: a second. */
export const runsForAnnotation = "rehearsal.berth.dev/runs-for";

/**
 * The life of nodes and pods, as kwok plays it for a kubelet: a node is ready, a pod runs and is ready at once, one of a
 * Job completes after a second, and one that is deleted is gone. A node's lease stands for its heartbeats. What a node or
 * pod says itself about its capacity or addresses stays.
 */
const stages: readonly Stage[] = [
  {
    name: "node-ready",
    kind: "Node",
    when: [{ key: readyStatus, operator: "NotIn", values: ["True"] }],
    next: {
      statusTemplate: `
        {{ $now := Now }}
        phase: Running
        conditions:
        - { type: Ready, status: "True", reason: KubeletReady, message: the node is simulated, lastHeartbeatTime: {{ $now | Quote }}, lastTransitionTime: {{ $now | Quote }} }
        - { type: MemoryPressure, status: "False", reason: KubeletHasSufficientMemory, message: the node is simulated, lastHeartbeatTime: {{ $now | Quote }}, lastTransitionTime: {{ $now | Quote }} }
        - { type: DiskPressure, status: "False", reason: KubeletHasNoDiskPressure, message: the node is simulated, lastHeartbeatTime: {{ $now | Quote }}, lastTransitionTime: {{ $now | Quote }} }
        - { type: PIDPressure, status: "False", reason: KubeletHasSufficientPID, message: the node is simulated, lastHeartbeatTime: {{ $now | Quote }}, lastTransitionTime: {{ $now | Quote }} }`,
    },
  },
  {
    name: "pod-ready",
    kind: "Pod",
    // A pod whose node was away is told to be unready; its containers still run when the node is back.
    when: [
      notDeleted,
      { key: ".status.phase", operator: "In", values: ["Pending", "Running"] },
      { key: readyStatus, operator: "NotIn", values: ["True"] },
    ],
    next: {
      statusTemplate: `
        {{ $now := Now }}
        phase: Running
        startTime: {{ or .status.startTime $now | Quote }}
        hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
        podIP: {{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }}
        conditions:
        - { type: PodScheduled, status: "True", lastTransitionTime: {{ $now | Quote }} }
        - { type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }} }
        - { type: ContainersReady, status: "True", lastTransitionTime: {{ $now | Quote }} }
        - { type: Ready, status: "True", lastTransitionTime: {{ $now | Quote }} }
        {{ range .spec.readinessGates }}
        - { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
        {{ end }}
        initContainerStatuses:
        {{ range .spec.initContainers }}
        - name: {{ .name | Quote }}
          image: {{ .image | Quote }}
          ready: true
          restartCount: 0
          {{ if eq .restartPolicy "Always" }}
          started: true
          state: { running: { startedAt: {{ $now | Quote }} } }
          {{ else }}
          state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }
          {{ end }}
        {{ end }}
        containerStatuses:
        {{ range .spec.containers }}
        - { name: {{ .name | Quote }}, image: {{ .image | Quote }}, ready: true, started: true, restartCount: 0, state: { running: { startedAt: {{ $now | Quote }} } } }
        {{ end }}`,
    },
  },
  {
    name: "pod-complete",
    kind: "Pod",
    when: [
      notDeleted,
      { key: readyStatus, operator: "In", values: ["True"] },
      { key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] },
    ],
    delay: { milliseconds: 1_000, annotation: runsForAnnotation },
    next: {
      statusTemplate: `
        {{ $now := Now }}
        phase: Succeeded
        conditions:
        - { type: PodScheduled, status: "True", lastTransitionTime: {{ $now | Quote }} }
        - { type: Ready, status: "False", reason: PodCompleted, lastTransitionTime: {{ $now | Quote }} }
        containerStatuses:
        {{ range .spec.containers }}
        - { name: {{ .name | Quote }}, image: {{ .image | Quote }}, ready: false, started: false, restartCount: 0, state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } } }
        {{ end }}`,
    },
  },
  {
    name: "pod-delete",
    kind: "Pod",
    when: [{ key: ".metadata.deletionTimestamp", operator: "Exists" }],
    next: { delete: true, finalizers: { empty: true } },
  },
];

/** The configuration file of kwok. @see https://kwok.sigs.k8s.io/docs/user/stages-configuration/ */
export function kwokConfiguration(): string {
  return stages
    .map(({ name, kind, when, delay, next }) =>
      stringify({
        apiVersion: "kwok.x-k8s.io/v1alpha1",
        kind: "Stage",
        metadata: { name },
        spec: {
          resourceRef: { apiGroup: "v1", kind },
          selector: { matchExpressions: when },
          ...(delay === undefined
            ? {}
            : {
                delay: {
                  durationMilliseconds: delay.milliseconds,
                  durationFrom: { expressionFrom: `.metadata.annotations["${delay.annotation}"]` },
                },
              }),
          next,
        },
      }),
    )
    .join("---\n");
}
