import type { ClusterApi } from "../../kubernetes-api/cluster-api";

/** The programs that make up a control plane. */
export type ControlPlanePart = "etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "kwok";

/** A program that a rehearsal runs beside the control plane, such as an operator. */
export interface ProgramArgs {
  /** For messages and its log file. */
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
  /** Beside `PATH` and `HOME`. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RunningProgram {
  readonly name: string;
  readonly logPath: string;
  /** Rejects with the end of its log if it ends by itself before `stop`. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/** A control plane of real Kubernetes components on the loopback interface, with simulated nodes. */
export interface ControlPlane {
  /** Everything that it has on the disk. */
  readonly folder: string;
  /** Such as `https://127.0.0.1:40123`. */
  readonly server: string;
  /** As cluster-admin. */
  readonly kubeconfigPath: string;
  /** Of the running components: `1.35.4`. */
  readonly kubernetesVersion: string;
  /** As cluster-admin. */
  readonly api: ClusterApi;
  /**
   * Writes a kubeconfig with a client certificate of its own, so that RBAC and the audit of field managers hold.
   *
   * @param groups Default none: what it may do is what role bindings give to the user.
   * @returns its path.
   */
  kubeconfigFor(user: string, groups?: readonly string[]): string;
  /** Starts a program that ends with the control plane. */
  run(program: ProgramArgs): RunningProgram;
  /** Runs a program to its end. */
  runOnce(program: ProgramArgs): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
  /** For faults: ends one part as by SIGKILL, and starts it again with the same data and the same port. */
  kill(part: ControlPlanePart): Promise<void>;
  restart(part: ControlPlanePart): Promise<void>;
  /** Lets everything go on after this process; instead of {@link close}. `npm run rehearse -- --stop` ends it. */
  keep(): void;
  /** Ends everything and removes the folder; to be called once. */
  close(): Promise<void>;
}
