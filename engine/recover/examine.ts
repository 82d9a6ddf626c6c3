import type { Environment } from "../../toolchain/tool";
import type { UserBackend } from "../backend";
import { projectName } from "../workspace";
import { type CheckpointFinding, examineCheckpoint } from "./checkpoints";
import { type DeploymentFile, nameOf, type PendingOperation, pendingOperationsOf, resourcesOf } from "./deployment";
import { fileBackend } from "./file-backend";
import { identityOf } from "./identity";
import { type Lock, readLocks } from "./locks";
import { look, type LookOptions, type Question } from "./look";
import { orphanedPlugins, type RunningProcess, runningProcesses } from "./processes";
import { type OperationFinding, remedyFor, type Verdict } from "./remedy";
import { userState, type UserState } from "./user-state";

export interface RecoverOptions extends Omit<LookOptions, "environment"> {
  readonly environment: Environment;
  readonly backend: UserBackend;
  /** By URN or by name in the program. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Default: those of this machine. */
  readonly processes?: () => Promise<readonly RunningProcess[]>;
}

/** What a killed update has left behind. */
export interface Examination {
  /** Empty for backends whose locks cannot be read from here; `locksReadable` tells. */
  readonly locks: readonly Lock[];
  readonly locksReadable: boolean;
  readonly checkpoint: CheckpointFinding;
  /** As it is stored. Absent while the checkpoint is torn. */
  readonly state?: DeploymentFile;
  readonly operations: readonly OperationFinding[];
  /** Plugins of the killed update that still run. */
  readonly orphans: readonly RunningProcess[];
}

/** Looks, and changes nothing. @throws UserError when the state cannot be read for another reason than a torn checkpoint. */
export async function examine(options: RecoverOptions): Promise<Examination> {
  const { projectDirectory, stackName, backend, processes = runningProcesses } = options;
  const files = fileBackend(backend.url, projectName(projectDirectory), stackName);
  const running = await processes();
  const checkpoint: CheckpointFinding = files === undefined ? { standing: "valid" } : examineCheckpoint(files);
  const around = {
    locks: files === undefined ? [] : readLocks(files.locks, running),
    locksReadable: files !== undefined,
    checkpoint,
  };
  if (checkpoint.standing === "torn" || around.locks.some(({ standing }) => standing === "alive")) {
    return { ...around, operations: [], orphans: [] };
  }
  const state = await stateOf(options).read();
  const operations = await examineOperations(state, options);
  return { ...around, state, operations, orphans: operations.length === 0 ? [] : orphanedPlugins(running) };
}

export function stateOf({ projectDirectory, stackName, settings, pulumi, environment }: RecoverOptions): UserState {
  return userState({ projectDirectory, stackName, settings, pulumi: pulumi.path, environment });
}

async function examineOperations(state: DeploymentFile, options: RecoverOptions): Promise<readonly OperationFinding[]> {
  const cases = pendingOperationsOf(state).map((operation) => {
    const verdict = verdictOn(operation, options.verdicts);
    const identity = identityOf(operation);
    const id = verdict?.kind === "import" ? verdict.id : identity.kind === "known" ? identity.id : undefined;
    const question: Question | undefined = id === undefined || verdict?.kind === "clear" ? undefined : { operation, id };
    return { operation, verdict, identity, question };
  });
  const questions = cases.flatMap(({ question }) => (question === undefined ? [] : [question]));
  const answers = await look(state, questions, options);
  return cases.map(({ operation, verdict, identity, question }) => {
    const found = question === undefined ? undefined : answers[questions.indexOf(question)];
    const remedy = remedyFor({ operation, identity, found, verdict, resources: resourcesOf(state) });
    return { operation, identity, remedy, ...(found === undefined ? {} : { found }) };
  });
}

function verdictOn({ resource: { urn } }: PendingOperation, verdicts: RecoverOptions["verdicts"]): Verdict | undefined {
  return verdicts[urn] ?? verdicts[nameOf(urn)];
}
