import { cidrPattern, ipv4Number, parseCidr } from "../../../infra/hardware/ipv4";
import {
  type AddressPoolView,
  type AddressRange,
  type ClaimView,
  type ConfigMapView,
  type HorizontalAutoscalerView,
  type IngressView,
  type LoadBalancerView,
  type NamespaceOffloadingView,
  type NamespaceView,
  type ObjectSubject,
  type PriorityClassView,
  type StorageClassView,
  type VerticalAutoscalerView,
} from "../object-views";
import { NodePool } from "./node-pool";
import { ObjectView } from "./object-view";
import { type KubernetesObject } from "./resource";

class HorizontalAutoscaler extends ObjectView implements HorizontalAutoscalerView {
  readonly type = "horizontal-autoscaler";

  get targetKind(): string {
    return this.object.properties.at("spec", "scaleTargetRef", "kind").text() ?? "";
  }

  get targetName(): string {
    return this.object.properties.at("spec", "scaleTargetRef", "name").text() ?? "";
  }

  get resourceMetrics(): readonly string[] {
    const spec = this.object.properties.at("spec");
    const metrics = spec
      .at("metrics")
      .list()
      .flatMap((metric) => metric.at("resource", "name").text() ?? metric.at("containerResource", "name").text() ?? []);
    // autoscaling/v1 knows the CPU alone.
    return spec.at("targetCPUUtilizationPercentage").isPresent() ? [...metrics, "cpu"] : metrics;
  }
}

class VerticalAutoscaler extends ObjectView implements VerticalAutoscalerView {
  readonly type = "vertical-autoscaler";

  get targetKind(): string {
    return this.object.properties.at("spec", "targetRef", "kind").text() ?? "";
  }

  get targetName(): string {
    return this.object.properties.at("spec", "targetRef", "name").text() ?? "";
  }

  get updateMode(): string | undefined {
    return this.object.properties.at("spec", "updatePolicy", "updateMode").text();
  }

  get controlledResources(): readonly string[] {
    const policies = this.object.properties.at("spec", "resourcePolicy", "containerPolicies").list();
    const active = policies.filter((policy) => policy.at("mode").text() !== "Off");
    if (policies.length === 0) {
      return both;
    }
    return [
      ...new Set(
        active.flatMap((policy) => (policy.at("controlledResources").isPresent() ? policy.at("controlledResources").texts() : both)),
      ),
    ];
  }
}

const both: readonly string[] = ["cpu", "memory"];

class PriorityClass extends ObjectView implements PriorityClassView {
  readonly type = "priority-class";

  get value(): number | undefined {
    return this.object.properties.at("value").number();
  }

  get isDefault(): boolean {
    return this.object.properties.at("globalDefault").isTrue();
  }
}

class StorageClass extends ObjectView implements StorageClassView {
  readonly type = "storage-class";

  get isDefault(): boolean {
    const annotations = this.object.properties.at("metadata", "annotations");
    return ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"].some((annotation) =>
      annotations.at(annotation).isTrue(),
    );
  }
}

class Claim extends ObjectView implements ClaimView {
  readonly type = "claim";

  get accessModes(): readonly string[] {
    return this.object.properties.at("spec", "accessModes").texts();
  }
}

class Namespace extends ObjectView implements NamespaceView {
  readonly type = "namespace";

  get labels(): Readonly<Record<string, string>> {
    return this.object.properties.at("metadata", "labels").textMap();
  }
}

class Ingress extends ObjectView implements IngressView {
  readonly type = "ingress";

  get className(): string | undefined {
    const { properties } = this.object;
    return (
      properties.at("spec", "ingressClassName").text() ?? properties.at("metadata", "annotations", "kubernetes.io/ingress.class").text()
    );
  }
}

class LoadBalancer extends ObjectView implements LoadBalancerView {
  readonly type = "load-balancer";

  get addresses(): readonly string[] {
    const { properties } = this.object;
    const annotations = properties.at("metadata", "annotations");
    const wanted = [
      properties.at("spec", "loadBalancerIP").text(),
      ...["lbipam.cilium.io/ips", "io.cilium/lb-ipam-ips", "metallb.io/loadBalancerIPs", "metallb.universe.tf/loadBalancerIPs"].flatMap(
        (key) => annotations.at(key).text()?.split(","),
      ),
    ];
    return wanted.flatMap((address) => (address !== undefined && isIpv4(address.trim()) ? [address.trim()] : []));
  }
}

class AddressPool extends ObjectView implements AddressPoolView {
  readonly type = "address-pool";

  get ranges(): readonly AddressRange[] {
    return this.blocks().flatMap((block) => block ?? []);
  }

  get hasOtherRanges(): boolean {
    return this.blocks().includes(undefined);
  }

  private blocks(): readonly (AddressRange | undefined)[] {
    const spec = this.object.properties.at("spec");
    const ofCilium = spec
      .at("blocks")
      .list()
      .map((block) => {
        const start = block.at("start").text();
        return rangeOf(start === undefined ? (block.at("cidr").text() ?? "") : `${start}-${block.at("stop").text() ?? start}`);
      });
    return [...ofCilium, ...spec.at("addresses").texts().map(rangeOf)];
  }
}

/** Reads `192.168.1.224/27` and `192.168.1.240-192.168.1.250`. */
function rangeOf(text: string): AddressRange | undefined {
  if (cidrPattern.test(text)) {
    return parseCidr(text);
  }
  const [first = "", last = ""] = text.split("-").map((part) => part.trim());
  return isIpv4(first) && isIpv4(last) ? { first: ipv4Number(first), last: ipv4Number(last) } : undefined;
}

function isIpv4(text: string): boolean {
  return cidrPattern.test(`${text}/32`);
}

class ConfigMap extends ObjectView implements ConfigMapView {
  readonly type = "config-map";

  get data(): Readonly<Record<string, string>> {
    return this.object.properties.at("data").textMap();
  }
}

class NamespaceOffloading extends ObjectView implements NamespaceOffloadingView {
  readonly type = "namespace-offloading";
}

function isLoadBalancer({ properties }: KubernetesObject): boolean {
  return properties.at("spec", "type").text() === "LoadBalancer";
}

const views: Readonly<Record<string, new (object: KubernetesObject) => ObjectSubject>> = {
  "autoscaling/HorizontalPodAutoscaler": HorizontalAutoscaler,
  "autoscaling.k8s.io/VerticalPodAutoscaler": VerticalAutoscaler,
  "scheduling.k8s.io/PriorityClass": PriorityClass,
  "storage.k8s.io/StorageClass": StorageClass,
  "/PersistentVolumeClaim": Claim,
  "/Namespace": Namespace,
  "networking.k8s.io/Ingress": Ingress,
  "/Service": LoadBalancer,
  "cilium.io/CiliumLoadBalancerIPPool": AddressPool,
  "metallb.io/IPAddressPool": AddressPool,
  "/ConfigMap": ConfigMap,
  "karpenter.sh/NodePool": NodePool,
  "offloading.liqo.io/NamespaceOffloading": NamespaceOffloading,
};

/** Kinds that {@link plainObjectView} reads, as `group/Kind`. */
export const plainObjectKinds: readonly string[] = Object.keys(views);

/** One of the objects that rules look at beside workloads, or undefined when it is none of them. */
export function plainObjectView(object: KubernetesObject): ObjectSubject | undefined {
  const View = views[`${object.group}/${object.kind}`];
  return View === undefined || (object.kind === "Service" && !isLoadBalancer(object)) ? undefined : new View(object);
}
