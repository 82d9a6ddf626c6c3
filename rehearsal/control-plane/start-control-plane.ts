import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readKubeconfig } from "../../kubernetes-api/kubeconfig";
import type { ProgressStream } from "../../toolchain/progress";
import type { Environment } from "../../toolchain/tool";
import { formatVersion } from "../../toolchain/version";
import { connectCluster } from "../../kubernetes-api/connect-cluster";
import { identifyProcess } from "../registry/process-identity";
import type { RehearsalRecord } from "../registry/record";
import { listRehearsals, removeCrashed, removeRehearsal, withRegistry, writeRecord } from "../registry/registry";
import { cleanUpAtEnd } from "./clean-up-at-end";
import type { ControlPlane, ControlPlanePart, ProgramArgs } from "./control-plane";
import { makeCredentials } from "./credentials";
import { makeDataFolder } from "./data-folder";
import { findParts } from "./find-parts";
import { freePorts } from "./free-ports";
import { endOfLog, type GuardedProgram, startGuarded } from "./guarded-program";
import { kwokConfiguration } from "./kwok-stages";
import { argumentsOf, type ControlPlaneTimes, type PartArguments } from "./part-arguments";
import { waitForApiServer, waitForServiceAccounts } from "./readiness";

export interface ControlPlaneOptions {
  /** What is rehearsed, for whoever lists rehearsals. */
  readonly title: string;
  readonly environment: Environment;
  /** Where builds of tools say how far they are. Default: stderr. */
  readonly stream?: ProgressStream;
  /** Default: pods leave failed nodes after 1 s; leases last 8 s. For thousands of nodes, longer leases are less work. */
  readonly times?: Partial<ControlPlaneTimes>;
  /** How long the control plane may take to start. Default 60,000. */
  readonly timeoutMilliseconds?: number;
}

/**
 * Starts a control plane on the loopback interface, with an authority of its own and RBAC, and registers it. It ends with
 * this process, however that ends, unless it is told to go on. What crashed rehearsals left behind is removed first.
 *
 * @throws UserError when a program has to be built and cannot be; Error, with the end of the log, when one does not start.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { title, environment, stream = process.stderr, times, timeoutMilliseconds = 60_000 } = options;
  const parts = await findParts(environment, stream);
  await removeCrashed(environment);

  const { record, settings } = await withRegistry(environment, async () => {
    const taken = listRehearsals(environment).flatMap(({ ports }) => ports);
    const [api = 0, etcdClient = 0, etcdPeer = 0] = await freePorts(3, taken);
    const owner = identifyProcess(process.pid);
    if (owner === undefined) {
      throw new Error("the start of this process cannot be read");
    }
    const folder = makeDataFolder();
    const server = `https://127.0.0.1:${api}`;
    const credentials = makeCredentials(folder, server);
    const made: RehearsalRecord = {
      version: 1,
      id: `r-${randomBytes(4).toString("hex")}`,
      title,
      since: new Date().toISOString(),
      owner,
      kept: false,
      folder,
      server,
      kubeconfigPath: credentials.kubeconfigFor("admin", ["system:masters"]),
      ports: [api, etcdClient, etcdPeer],
      programs: [],
    };
    writeRecord(environment, made);
    const arranged: PartArguments = {
      folder,
      ports: { api, etcdClient, etcdPeer },
      credentials,
      times: { evictionDelaySeconds: 1, nodeLeaseSeconds: 8, ...times },
    };
    return { record: made, settings: arranged };
  });

  const { folder, server, kubeconfigPath } = record;
  const logs = join(folder, "logs");
  mkdirSync(logs);
  writeFileSync(join(folder, "kwok.yaml"), kwokConfiguration());
  const programs = new Map<string, GuardedProgram>();
  const current = (kept: boolean): RehearsalRecord => ({
    ...record,
    kept,
    programs: [...programs.values()].flatMap((program) => {
      const identity = program.identity();
      return identity === undefined ? [] : [{ ...identity, name: program.name }];
    }),
  });
  const endNow = (): void => {
    for (const program of programs.values()) {
      program.killNow();
    }
    removeRehearsal(environment, current(false));
  };
  const doNotCleanUp = cleanUpAtEnd(endNow);

  const start = (program: ProgramArgs): GuardedProgram => {
    if (programs.get(program.name)?.identity() !== undefined) {
      throw new Error(`${program.name} runs already`);
    }
    const started = startGuarded(program, { folder, logPath: join(logs, `${program.name}.log`) });
    programs.set(program.name, started);
    writeRecord(environment, current(false));
    return started;
  };
  const startPart = (part: ControlPlanePart): GuardedProgram =>
    start({ name: part, path: parts(part).path, args: argumentsOf[part](settings) });
  const api = connectCluster(readKubeconfig(kubeconfigPath), { fieldManager: "berth-rehearsal" });
  const close = async (): Promise<void> => {
    api.close();
    await Promise.all([...programs.values()].map(async (program) => program.kill()));
    doNotCleanUp();
    removeRehearsal(environment, current(false));
  };
  const waitReady = async (apiServer: GuardedProgram, others: readonly GuardedProgram[]): Promise<void> => {
    await waitForApiServer(readKubeconfig(kubeconfigPath), {
      timeoutMilliseconds,
      failed: Promise.race([apiServer.failed, ...others.map(({ failed }) => failed)]),
      explain: () => `kube-apiserver is not ready after ${timeoutMilliseconds / 1000} s; its log ends with\n${endOfLog(apiServer.logPath)}`,
    });
  };

  try {
    const etcd = startPart("etcd");
    const apiServer = startPart("kube-apiserver");
    await waitReady(apiServer, [etcd]);
    const manager = startPart("kube-controller-manager");
    const others = [startPart("kube-scheduler"), startPart("kwok")];
    await waitForServiceAccounts(api, {
      timeoutMilliseconds,
      failed: Promise.race([manager, ...others].map(async ({ failed }) => failed)),
      explain: () =>
        `kube-controller-manager has made no service account after ${timeoutMilliseconds / 1000} s; its log ends with\n${endOfLog(manager.logPath)}`,
    });
  } catch (error) {
    await close();
    throw error;
  }

  const programOf = (part: ControlPlanePart): GuardedProgram => {
    const program = programs.get(part);
    if (program === undefined) {
      throw new Error(`${part} was never started`);
    }
    return program;
  };
  return {
    folder,
    server,
    kubeconfigPath,
    kubernetesVersion: formatVersion(parts("kube-apiserver").version),
    api,
    kubeconfigFor: (user, groups = []) => settings.credentials.kubeconfigFor(user, groups),
    run: start,
    runOnce: async ({ path, args, environment: own = {} }) =>
      new Promise((resolve, reject) => {
        const env = { PATH: process.env["PATH"], HOME: folder, ...own };
        execFile(path, [...args], { env, maxBuffer: 256 * 1024 ** 2 }, (error, stdout, stderr) => {
          if (error === null) {
            resolve({ exitCode: 0, stdout, stderr });
          } else if (typeof error.code === "number") {
            resolve({ exitCode: error.code, stdout, stderr });
          } else {
            reject(new Error(`${path} could not be run to its end: ${error.message}`));
          }
        });
      }),
    kill: async (part) => {
      await programOf(part).kill();
      writeRecord(environment, current(false));
    },
    restart: async (part) => {
      await programOf(part).kill();
      const restarted = startPart(part);
      if (part === "etcd" || part === "kube-apiserver") {
        await waitReady(programOf("kube-apiserver"), [restarted]);
      }
    },
    keep: () => {
      writeRecord(environment, current(true));
      doNotCleanUp();
      for (const program of programs.values()) {
        program.release();
      }
      api.close();
    },
    close,
  };
}
