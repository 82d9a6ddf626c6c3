import { consumerRoleBinding, identity, tenant, tenantLabels } from "./liqo-authentication";
import { gatewayClient, gatewayKeys, gatewayServer, networkConfiguration, peerPublicKey } from "./liqo-network";
import { namespaceOffloading, resourceSlice, virtualNode } from "./liqo-offloading";
import { homeLiqoValues, remoteLiqoValues } from "./liqo-values";
import { federatedPool, peering } from "./testing/federated-pool";

const { pool, federation } = federatedPool();
const { home, remote } = peering;
const ofRemote = { "liqo.io/remote-cluster-id": "homelab-burst" };
const ofHome = { "liqo.io/remote-cluster-id": "homelab" };

it("names both sides after the cluster and the pool", () => {
  expect(peering).toEqual({
    home: { clusterId: "homelab", tenantNamespace: "liqo-tenant-homelab-burst" },
    remote: { clusterId: "homelab-burst", tenantNamespace: "liqo-tenant-homelab" },
    user: "liqo-homelab",
    node: "homelab-burst",
  });
  expect(tenantLabels(remote)).toEqual({ ...ofRemote, "liqo.io/tenant-namespace": "true" });
});

describe("the network", () => {
  it("is told to each cluster as the other one's", () => {
    expect(networkConfiguration(home, remote, { podCidr: "10.90.0.0/16", externalCidr: "10.94.0.0/16" })).toEqual({
      apiVersion: "networking.liqo.io/v1beta1",
      kind: "Configuration",
      metadata: { name: "homelab-burst", namespace: "liqo-tenant-homelab-burst", labels: ofRemote },
      spec: { remote: { cidr: { pod: ["10.90.0.0/16"], external: ["10.94.0.0/16"] } } },
    });
  });

  it("has a server in the cloud, at a port of its nodes, and a client at home that dials it", () => {
    expect(gatewayServer(peering, 30742)).toEqual({
      apiVersion: "networking.liqo.io/v1beta1",
      kind: "GatewayServer",
      metadata: { name: "gateway", namespace: "liqo-tenant-homelab", labels: ofHome },
      spec: {
        mtu: 1340,
        secretRef: { name: "gateway-keys" },
        endpoint: { serviceType: "NodePort", port: 51840, nodePort: 30742 },
        serverTemplateRef: {
          apiVersion: "networking.liqo.io/v1beta1",
          kind: "WgGatewayServerTemplate",
          name: "wireguard-server",
          namespace: "liqo",
        },
      },
    });
    expect(gatewayClient(peering, "198.51.100.9", 30742)).toEqual({
      apiVersion: "networking.liqo.io/v1beta1",
      kind: "GatewayClient",
      metadata: { name: "gateway", namespace: "liqo-tenant-homelab-burst", labels: ofRemote },
      spec: {
        mtu: 1340,
        secretRef: { name: "gateway-keys" },
        endpoint: { addresses: ["198.51.100.9"], port: 30742, protocol: "UDP" },
        clientTemplateRef: {
          apiVersion: "networking.liqo.io/v1beta1",
          kind: "WgGatewayClientTemplate",
          name: "wireguard-client",
          namespace: "liqo",
        },
      },
    });
  });

  it("trusts a gateway by its key", () => {
    const labels = { ...ofHome, "networking.liqo.io/gateway-resource": "true" };
    expect(gatewayKeys(remote, home, { privateKey: "cHJpdmF0ZQ==", publicKey: "cHVibGlj" })).toEqual({
      metadata: { name: "gateway-keys", namespace: "liqo-tenant-homelab", labels },
      type: "Opaque",
      data: { privateKey: "cHJpdmF0ZQ==", publicKey: "cHVibGlj" },
    });
    expect(peerPublicKey(remote, home, "cHVibGlj")).toEqual({
      apiVersion: "networking.liqo.io/v1beta1",
      kind: "PublicKey",
      metadata: { name: "homelab", namespace: "liqo-tenant-homelab", labels },
      spec: { publicKey: "cHVibGlj" },
    });
  });
});

describe("the identity", () => {
  it("lets home ask for resources in its own namespace, and nothing else", () => {
    expect(consumerRoleBinding(peering)).toEqual({
      metadata: { name: "liqo-remote-controlplane", namespace: "liqo-tenant-homelab", labels: ofHome },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "liqo-remote-controlplane" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "liqo-homelab" }],
    });
    expect(tenant(peering)).toEqual({
      apiVersion: "authentication.liqo.io/v1beta1",
      kind: "Tenant",
      metadata: { name: "homelab", namespace: "liqo-tenant-homelab", labels: ofHome },
      spec: { clusterID: "homelab", authzPolicy: "TolerateNoHandshake", tenantCondition: "Active" },
    });
  });

  it("is kept at home, and says where it is good", () => {
    expect(identity(peering, "kubeconfig")).toEqual({
      metadata: {
        name: "remote-control-plane",
        namespace: "liqo-tenant-homelab-burst",
        labels: { ...ofRemote, "liqo.io/identity-type": "ControlPlane" },
        annotations: { "liqo.io/remote-tenant-namespace": "liqo-tenant-homelab" },
      },
      type: "Opaque",
      stringData: { kubeconfig: "kubeconfig" },
    });
  });
});

describe("offloading", () => {
  const resources = { cpu: "8", memory: "32Gi", pods: "110", "nvidia.com/gpu": "2" };

  it("asks for what the pool may buy, and describes the virtual node itself", () => {
    expect(resourceSlice(peering, pool)).toEqual({
      apiVersion: "authentication.liqo.io/v1beta1",
      kind: "ResourceSlice",
      metadata: {
        name: "homelab-burst",
        namespace: "liqo-tenant-homelab-burst",
        labels: { ...ofRemote, "liqo.io/remoteID": "homelab-burst", "liqo.io/replication": "true" },
        annotations: { "liqo.io/create-virtual-node": "false" },
      },
      spec: { class: "default", providerClusterID: "homelab-burst", resources },
    });
  });

  it("has a virtual node with the labels and the taint of a rented one, whose pods go to rented ones there", () => {
    expect(virtualNode(peering, pool)).toEqual({
      apiVersion: "offloading.liqo.io/v1beta1",
      kind: "VirtualNode",
      metadata: { name: "homelab-burst", namespace: "liqo-tenant-homelab-burst", labels: ofRemote },
      spec: {
        clusterID: "homelab-burst",
        createNode: true,
        disableNetworkCheck: false,
        kubeconfigSecretRef: { name: "kubeconfig-resourceslice-homelab-burst" },
        labels: { ...pool.labels, ...ofRemote },
        taints: [{ key: "berth.dev/burst", value: "true", effect: "NoSchedule" }],
        resourceQuota: { hard: resources },
        offloadingPatch: { nodeSelector: { "berth.dev/pool": "burst" } },
      },
    });
    expect(pool.labels).toMatchObject({ "berth.dev/pool": "burst", "nvidia.com/gpu.present": "true" });
  });

  it("asks for no cards where the pool has none", () => {
    const without = { ...pool, profile: { ...pool.profile, limits: { ...pool.profile.limits, gpus: 0 } } };
    expect(resourceSlice(peering, without).spec.resources).toEqual({ cpu: "8", memory: "32Gi", pods: "110" });
  });

  it("opens a namespace under the one name that Liqo knows, to this cluster alone", () => {
    expect(namespaceOffloading("catalyst-llm", peering)).toEqual({
      apiVersion: "offloading.liqo.io/v1beta1",
      kind: "NamespaceOffloading",
      metadata: { name: "offloading", namespace: "catalyst-llm" },
      spec: {
        namespaceMappingStrategy: "DefaultName",
        podOffloadingStrategy: "LocalAndRemote",
        clusterSelector: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: "liqo.io/remote-cluster-id", operator: "In", values: ["homelab-burst"] }] }],
        },
      },
    });
  });
});

describe("Liqo's values", () => {
  const quiet = {
    offloading: {
      reflection: {
        secret: { type: "AllowList" },
        configmap: { type: "AllowList" },
        ingress: { workers: 0 },
        serviceaccount: { workers: 0 },
        persistentvolumeclaim: { workers: 0 },
      },
    },
    storage: { enabled: false },
    proxy: { enabled: false },
    telemetry: { enabled: false },
  };
  const pools = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

  it("at home", () => {
    expect(homeLiqoValues(peering, federation)).toEqual({
      ...quiet,
      discovery: { config: { clusterID: "homelab" } },
      ipam: {
        podCIDRs: ["10.244.0.0/16"],
        serviceCIDR: "10.96.0.0/12",
        externalCIDR: "10.92.0.0/16",
        internalCIDR: "10.93.0.0/16",
        reservedSubnets: ["192.168.1.0/24"],
        pools,
      },
    });
  });

  it("in the cloud, where home is told the public address of the API", () => {
    expect(remoteLiqoValues(peering, federation, pool, "https://198.51.100.9:6443")).toEqual({
      ...quiet,
      discovery: { config: { clusterID: "homelab-burst" } },
      apiServer: { address: "https://198.51.100.9:6443" },
      controllerManager: { config: { enableNodeFailureController: true } },
      ipam: {
        podCIDRs: ["10.90.0.0/16"],
        serviceCIDR: "10.91.0.0/16",
        externalCIDR: "10.94.0.0/16",
        internalCIDR: "10.95.0.0/16",
        reservedSubnets: ["10.70.0.0/16"],
        pools,
      },
      networking: { fabric: { config: { nftablesMonitor: false } } },
    });
  });
});
