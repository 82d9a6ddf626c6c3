import { join } from "node:path";
import type { ControlPlanePart } from "./control-plane";
import type { Credentials } from "./credentials";

/** Ports of the loopback interface. */
export interface ControlPlanePorts {
  readonly api: number;
  readonly etcdClient: number;
  readonly etcdPeer: number;
}

/** How soon things happen that take minutes on a real cluster. */
export interface ControlPlaneTimes {
  /**
   * How long a pod stays on a failed node that it does not say itself. On a real cluster 300.
   */
  readonly evictionDelaySeconds: number;
  /** How long a simulated node's lease lasts; it is renewed four times in that time. On a real cluster 40. */
  readonly nodeLeaseSeconds: number;
}

export interface PartArguments {
  readonly folder: string;
  readonly ports: ControlPlanePorts;
  readonly credentials: Credentials;
  readonly times: ControlPlaneTimes;
}

/** Writes per second of a component's client; the defaults of 20 to 50 make a rehearsal wait. */
const clientLimits: readonly string[] = ["--kube-api-qps=1000", "--kube-api-burst=2000"];

/** Arguments of each part. What is not about being small, local and quick is as kubeadm has it. */
export const argumentsOf: Readonly<Record<ControlPlanePart, (settings: PartArguments) => readonly string[]>> = {
  etcd: ({ folder, ports, credentials: { etcdAuthority, etcdServing, etcdClient } }) => {
    const client = `https://127.0.0.1:${ports.etcdClient}`;
    const peer = `https://127.0.0.1:${ports.etcdPeer}`;
    return [
      `--data-dir=${join(folder, "etcd")}`,
      // What it holds is worth nothing after the rehearsal.
      "--unsafe-no-fsync",
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      "--client-cert-auth",
      `--trusted-ca-file=${etcdAuthority.certificate}`,
      `--cert-file=${etcdServing.certificate}`,
      `--key-file=${etcdServing.key}`,
      // With which it asks itself.
      `--client-cert-file=${etcdClient.certificate}`,
      `--client-key-file=${etcdClient.key}`,
      "--peer-client-cert-auth",
      `--peer-trusted-ca-file=${etcdAuthority.certificate}`,
      `--peer-cert-file=${etcdServing.certificate}`,
      `--peer-key-file=${etcdServing.key}`,
    ];
  },
  "kube-apiserver": ({ folder, ports, credentials, times }) => [
    "--bind-address=127.0.0.1",
    `--secure-port=${ports.api}`,
    // An address of the loopback interface is refused as one of a Service.
    "--endpoint-reconciler-type=none",
    `--cert-dir=${folder}`,
    `--tls-cert-file=${credentials.serving.certificate}`,
    `--tls-private-key-file=${credentials.serving.key}`,
    `--client-ca-file=${credentials.authority.certificate}`,
    `--etcd-servers=https://127.0.0.1:${ports.etcdClient}`,
    `--etcd-cafile=${credentials.etcdAuthority.certificate}`,
    `--etcd-certfile=${credentials.etcdClient.certificate}`,
    `--etcd-keyfile=${credentials.etcdClient.key}`,
    "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
    `--service-account-key-file=${credentials.serviceAccountPublicKey}`,
    `--service-account-signing-key-file=${credentials.serviceAccountKey}`,
    `--requestheader-client-ca-file=${credentials.frontProxyAuthority.certificate}`,
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-username-headers=X-Remote-User",
    `--proxy-client-cert-file=${credentials.frontProxyClient.certificate}`,
    `--proxy-client-key-file=${credentials.frontProxyClient.key}`,
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction",
    "--allow-privileged=true",
    "--service-cluster-ip-range=10.96.0.0/16",
    // What places pods that Berth does not deploy, without Kyverno.
    "--feature-gates=MutatingAdmissionPolicy=true",
    "--runtime-config=admissionregistration.k8s.io/v1beta1=true",
    `--default-not-ready-toleration-seconds=${times.evictionDelaySeconds}`,
    `--default-unreachable-toleration-seconds=${times.evictionDelaySeconds}`,
  ],
  "kube-controller-manager": ({ credentials }) => [
    `--kubeconfig=${credentials.kubeconfigFor("system:kube-controller-manager", [])}`,
    "--leader-elect=false",
    "--secure-port=0",
    "--use-service-account-credentials=true",
    `--service-account-private-key-file=${credentials.serviceAccountKey}`,
    `--root-ca-file=${credentials.authority.certificate}`,
    `--cluster-signing-cert-file=${credentials.authority.certificate}`,
    `--cluster-signing-key-file=${credentials.authority.key}`,
    // Looks at nodes every second, not every 5, and taints failed ones at once, not one in 10 seconds.
    "--node-monitor-period=1s",
    "--node-eviction-rate=10",
    "--secondary-node-eviction-rate=10",
    "--horizontal-pod-autoscaler-sync-period=3s",
    ...clientLimits,
  ],
  "kube-scheduler": ({ credentials }) => [
    `--kubeconfig=${credentials.kubeconfigFor("system:kube-scheduler", [])}`,
    "--leader-elect=false",
    "--secure-port=0",
    ...clientLimits,
  ],
  kwok: ({ folder, credentials, times }) => [
    // It plays every kubelet, and deletes their pods: it may do everything.
    `--kubeconfig=${credentials.kubeconfigFor("kwok", ["system:masters"])}`,
    `--config=${join(folder, "kwok.yaml")}`,
    "--manage-all-nodes=true",
    `--node-lease-duration-seconds=${times.nodeLeaseSeconds}`,
  ],
};
