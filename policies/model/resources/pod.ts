import {
  type AntiAffinityView,
  type ContainerView,
  type NodeConditionView,
  type NodeTermView,
  type PodView,
  type SpreadView,
  type TolerationView,
} from "../cluster";
import { type Properties } from "../properties";
import { labelSelector } from "./selector";

/** Storage classes whose volumes are on one node's disk; the names under which their projects ship them. */
const nodeLocalStorageClasses: ReadonlySet<string> = new Set([
  "local-path",
  "local-storage",
  "openebs-hostpath",
  "openebs-lvm",
  "openebs-zfs",
  "topolvm-provisioner",
]);

/**
 * The pod that a template makes. Fields are read when a rule asks for them, so that an unknown one concerns only the
 * rules that need it.
 *
 * @param metadata - of the pod or its template.
 * @param spec - of the pod.
 * @param claimTemplates - of a StatefulSet.
 */
export function podView(metadata: Properties, spec: Properties, claimTemplates: Properties): PodView {
  const nodeAffinity = (): Properties => spec.at("affinity", "nodeAffinity");
  return {
    get labels() {
      return metadata.at("labels").textMap();
    },
    get annotations() {
      return metadata.at("annotations").textMap();
    },
    get nodeName() {
      return spec.at("nodeName").text();
    },
    get nodeSelector() {
      return spec.at("nodeSelector").textMap();
    },
    get requiredNodeTerms() {
      return nodeAffinity().at("requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms").list().map(nodeTerm);
    },
    get preferredNodeTerms() {
      return nodeAffinity()
        .at("preferredDuringSchedulingIgnoredDuringExecution")
        .list()
        .map((preference) => nodeTerm(preference.at("preference")));
    },
    get tolerations() {
      return spec.at("tolerations").list().map(tolerationView);
    },
    get containers() {
      return [
        ...spec
          .at("initContainers")
          .list()
          .map((container) => containerView(container, true)),
        ...spec
          .at("containers")
          .list()
          .map((container) => containerView(container, false)),
      ];
    },
    get podLimits() {
      return spec.at("resources", "limits").textMap();
    },
    get priorityClassName() {
      return spec.at("priorityClassName").text();
    },
    get claimsDevices() {
      return spec.at("resourceClaims").list().length > 0;
    },
    get nodeLocalVolume() {
      return claimTemplates.list().some((claim) => nodeLocalStorageClasses.has(claim.at("spec", "storageClassName").text() ?? ""));
    },
    get localStorage() {
      return spec
        .at("volumes")
        .list()
        .some((volume) => volume.at("emptyDir").isPresent() || volume.at("hostPath").isPresent());
    },
    get persistentVolumeClaims() {
      return (
        claimTemplates.list().length > 0 ||
        spec
          .at("volumes")
          .list()
          .some((volume) => volume.at("persistentVolumeClaim").isPresent() || volume.at("ephemeral").isPresent())
      );
    },
    get claimNames() {
      return spec
        .at("volumes")
        .list()
        .flatMap((volume) => volume.at("persistentVolumeClaim", "claimName").text() ?? []);
    },
    get hostPaths() {
      return spec
        .at("volumes")
        .list()
        .flatMap((volume) => volume.at("hostPath", "path").text() ?? []);
    },
    get hostNamespaces() {
      return ["hostNetwork", "hostPID", "hostIPC"].filter((field) => spec.at(field).isTrue());
    },
    get requiredAntiAffinity() {
      return spec.at("affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution").list().map(antiAffinityView);
    },
    get spreads() {
      return spec.at("topologySpreadConstraints").list().map(spreadView);
    },
  };
}

function antiAffinityView(term: Properties): AntiAffinityView {
  const namespaces = term.at("namespaces").texts();
  return {
    topologyKey: term.at("topologyKey").text() ?? "",
    // Without a selector a term concerns no pod.
    selector: term.at("labelSelector").isPresent()
      ? labelSelector(term.at("labelSelector"))
      : { matchExpressions: [{ key: "", operator: "nothing", values: [] }] },
    namespaces: namespaces.length === 0 ? undefined : namespaces,
  };
}

function spreadView(constraint: Properties): SpreadView {
  return {
    path: constraint.path,
    topologyKey: constraint.at("topologyKey").text() ?? "",
    whenUnsatisfiable: constraint.at("whenUnsatisfiable").text(),
    nodeTaintsPolicy: constraint.at("nodeTaintsPolicy").text(),
  };
}

function containerView(container: Properties, isInit: boolean): ContainerView {
  const resources = container.at("resources");
  return {
    resourcesPath: resources.path,
    get name() {
      return container.at("name").text() ?? "without a name";
    },
    get requests() {
      return resources.at("requests").textMap();
    },
    get limits() {
      return resources.at("limits").textMap();
    },
    get startsFirst() {
      // With this policy it is a sidecar.
      return isInit && container.at("restartPolicy").text() !== "Always";
    },
    get image() {
      return container.at("image").text();
    },
    get literalEnvironment() {
      return container
        .at("env")
        .list()
        .flatMap((variable) => {
          const [name, value] = [variable.at("name").text(), variable.at("value").text()];
          return name === undefined || value === undefined ? [] : [{ name, value }];
        });
    },
    get privileged() {
      return container.at("securityContext", "privileged").isTrue();
    },
  };
}

function nodeTerm(term: Properties): NodeTermView {
  return {
    path: term.path,
    matchExpressions: term.at("matchExpressions").list().map(nodeCondition),
    matchFields: term.at("matchFields").list().map(nodeCondition),
  };
}

function nodeCondition(condition: Properties): NodeConditionView {
  return { key: condition.at("key").text() ?? "", operator: condition.at("operator").text() ?? "", values: condition.at("values").texts() };
}

function tolerationView(toleration: Properties): TolerationView {
  return {
    key: toleration.at("key").text(),
    operator: toleration.at("operator").text(),
    value: toleration.at("value").text(),
    effect: toleration.at("effect").text(),
  };
}
