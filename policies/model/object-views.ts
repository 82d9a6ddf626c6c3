import { type SubjectIdentity } from "./cluster";

/** Objects that rules look at beside workloads and what scales and protects them. */
export type ObjectSubject =
  | HorizontalAutoscalerView
  | VerticalAutoscalerView
  | PriorityClassView
  | StorageClassView
  | ClaimView
  | NamespaceView
  | IngressView
  | LoadBalancerView
  | AddressPoolView
  | ConfigMapView
  | NodePoolView
  | NamespaceOffloadingView;

/** A HorizontalPodAutoscaler that the program itself makes; KEDA's own are not seen. */
export interface HorizontalAutoscalerView extends SubjectIdentity {
  readonly type: "horizontal-autoscaler";
  readonly targetKind: string;
  readonly targetName: string;
  /** Of its resource metrics: `cpu`, `memory`. */
  readonly resourceMetrics: readonly string[];
}

export interface VerticalAutoscalerView extends SubjectIdentity {
  readonly type: "vertical-autoscaler";
  readonly targetKind: string;
  readonly targetName: string;
  /** Undefined: the VPA's own default. */
  readonly updateMode: string | undefined;
  /** Resources whose requests it sets. */
  readonly controlledResources: readonly string[];
}

export interface PriorityClassView extends SubjectIdentity {
  readonly type: "priority-class";
  readonly value: number | undefined;
  readonly isDefault: boolean;
}

export interface StorageClassView extends SubjectIdentity {
  readonly type: "storage-class";
  readonly isDefault: boolean;
}

/** A PersistentVolumeClaim. */
export interface ClaimView extends SubjectIdentity {
  readonly type: "claim";
  readonly accessModes: readonly string[];
}

export interface NamespaceView extends SubjectIdentity {
  readonly type: "namespace";
  readonly labels: Readonly<Record<string, string>>;
}

export interface IngressView extends SubjectIdentity {
  readonly type: "ingress";
  /** Undefined: whichever controller feels responsible. */
  readonly className: string | undefined;
}

/** A Service of the type LoadBalancer. */
export interface LoadBalancerView extends SubjectIdentity {
  readonly type: "load-balancer";
  /** IPv4 addresses that it asks for; none: any of the pool. */
  readonly addresses: readonly string[];
}

/** A pool of addresses for LoadBalancer Services, of Cilium or MetalLB. */
export interface AddressPoolView extends SubjectIdentity {
  readonly type: "address-pool";
  readonly ranges: readonly AddressRange[];
  /** Whether some of its ranges are in a form that is not read, such as IPv6. */
  readonly hasOtherRanges: boolean;
}

/** IPv4 addresses as numbers, both ends included. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

export interface ConfigMapView extends SubjectIdentity {
  readonly type: "config-map";
  readonly data: Readonly<Record<string, string>>;
}

/** A NodePool of Karpenter: which nodes it may buy, and when it gives them back. */
export interface NodePoolView extends SubjectIdentity {
  readonly type: "node-pool";
  /** Of all nodes together. */
  readonly limits: Readonly<Record<string, string>>;
  /** Undefined: `WhenEmptyOrUnderutilized`. */
  readonly consolidationPolicy: string | undefined;
  readonly taintEffects: readonly string[];
  /** Whether its requirements, labels or limits name GPUs. */
  readonly buysGpus: boolean;
}

/** Liqo's opening of a namespace to another cluster. */
export interface NamespaceOffloadingView extends SubjectIdentity {
  readonly type: "namespace-offloading";
}
