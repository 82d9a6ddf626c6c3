/** What K3s brings along and a stack may do without. */
export type PackagedComponent = "coredns" | "local-storage" | "metrics-server" | "runtimes" | "servicelb" | "traefik";

export interface OpenPort {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
}

/** What a K3s cluster is set up for, beyond what the table of machines says. */
export interface K3sSettings {
  /** Packaged components that are not installed. Default: none. */
  readonly disable: readonly PackagedComponent[];
  /** Whether nodes share images with each other (K3s' embedded Spegel). Default false. */
  readonly embeddedRegistry: boolean;
  /**
   * Whether K3s' own cloud controller runs. It calls every node an instance of type `k3s`, whatever it was rented as.
   * Default true.
   */
  readonly cloudController: boolean;
  /**
   * The server that begins the cluster, and that the others join. Default: the first control plane of the table. Name
   * another one before the first is replaced: a new machine would begin a second cluster in its place.
   */
  readonly firstServer?: string;
  /**
   * The interface that carries the pods' traffic, encrypted by WireGuard either way. Default: the one of the default
   * route, which is the public one. A private network's interface, such as `eth1`, is there only once the server is on
   * that network: K3s waits for it.
   */
  readonly interface?: string;
  /** Ports that anybody may reach, beside 6443 and 51820/udp. Default: 80 and 443. */
  readonly openPorts: readonly OpenPort[];
  /** IPv4 networks from which SSH is reachable. Default: any. An empty list closes it. */
  readonly sshFrom: readonly string[];
  /** Names and addresses for the API server's certificate, beside those of the table and the nodes' own. Default: none. */
  readonly certificateNames: readonly string[];
  /** URL under which the cluster signs tokens of service accounts. Default: K3s' own, which nobody outside can look up. */
  readonly serviceAccountIssuer?: string;
  /** Public keys of who may log in, beside those that the machines are ordered with. Default: none. */
  readonly sshKeys: readonly string[];
}

export const defaultK3sSettings: K3sSettings = {
  disable: [],
  embeddedRegistry: false,
  cloudController: true,
  openPorts: [
    { port: 80, protocol: "tcp" },
    { port: 443, protocol: "tcp" },
  ],
  sshFrom: ["0.0.0.0/0"],
  certificateNames: [],
  sshKeys: [],
};
