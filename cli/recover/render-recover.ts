import { nameOf } from "../../engine/recover/deployment";
import type { Examination } from "../../engine/recover/examine";
import type { Lock } from "../../engine/recover/locks";
import type { Found } from "../../engine/recover/look";
import type { OperationFinding, Remedy } from "../../engine/recover/remedy";

/** What was left behind, and what would be done about each. @param refused Why nothing may be done yet. */
export function renderRecover(stackName: string, examination: Examination, refused: string | undefined): string {
  const { locks, locksReadable, checkpoint, operations } = examination;
  const lines = [
    ...(checkpoint.standing === "valid"
      ? []
      : [
          `state: ${checkpoint.path} cannot be read: ${checkpoint.reason}`,
          ...(checkpoint.newest === undefined
            ? []
            : [
                `  restore ${checkpoint.newest.path}, written ${checkpoint.newest.writtenAt}: ${checkpoint.newest.resources} resources, ${checkpoint.newest.pendingOperations} operations under way`,
                `  what happened after that is not in it: npm run drift ${stackName} and a preview say what is`,
              ]),
        ]),
    ...locks.map((lock) => `lock: ${describeLock(lock)}`),
    ...(locksReadable
      ? []
      : [
          `lock: cannot be read in this backend; if settling fails because of one: see that its process is gone, pulumi cancel --stack ${stackName}, and recover again before any up`,
        ]),
    ...operations.flatMap(operationLines),
    ...(refused === undefined ? [] : [`refused: ${refused}`]),
  ];
  const nothing = locks.length === 0 && operations.length === 0 && checkpoint.standing === "valid";
  return `${[...lines, ...(nothing ? [`${stackName}: nothing was left behind`] : [])].join("\n")}\n`;
}

const standings: Readonly<Record<Lock["standing"], string>> = {
  dead: "that process is gone; the lock is removed",
  alive: "that process runs",
  elsewhere: "on another machine",
  unreadable: "holds no lock; it is removed",
};

function describeLock({ path, pid, owner, since, standing }: Lock): string {
  return pid === undefined
    ? `${path} ${standings[standing]}`
    : `${owner ?? ""}, process ${pid}, since ${since ?? ""}: ${standings[standing]}`;
}

function operationLines({ operation, found, remedy }: OperationFinding): readonly string[] {
  const { type, resource } = operation;
  return [
    `${type} ${nameOf(resource.urn)} (${resource.type}) was cut off`,
    ...(found === undefined ? [] : [`  provider: ${describeFound(found)}`]),
    `  ${remedies[remedy.kind](remedy)}`,
    ...(remedy.kind === "ask" ? [`  say which: --import ${nameOf(resource.urn)}=<id>, or --clear ${nameOf(resource.urn)}`] : []),
  ];
}

export function describeFound(found: Found): string {
  switch (found.what) {
    case "there":
      return `it is there, id ${found.resource.id ?? ""}`;
    case "gone":
      return "it is not there";
    case "unreadable":
      return `could not be read: ${found.message}`;
  }
}

const remedies: Readonly<Record<Remedy["kind"], (remedy: Remedy) => string>> = {
  import: ({ reason }) => `import it into the state: ${reason}`,
  clear: ({ reason }) => `clear: ${reason}`,
  forget: ({ reason }) => `take it out of the state: ${reason}`,
  ask: ({ reason }) => `cannot be decided: ${reason}`,
};
