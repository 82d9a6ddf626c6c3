import { readdirSync, readFileSync } from "node:fs";

const bytesPerMiB = 1024 * 1024;
const pageBytes = 4096;
const sampleMilliseconds = 1000;

/** Watches how much memory this process and all that it has started take together. */
export interface MemoryWatch {
  /** Resident memory at most so far, in MiB; 0 where the system does not tell. */
  readonly peakMiB: () => number;
  readonly stop: () => void;
}

/** Looks every second, until it is stopped. Pages that processes share count for each of them. */
export function watchMemory(): MemoryWatch {
  let peak = 0;
  const sample = (): void => {
    peak = Math.max(peak, residentBytes(process.pid));
  };
  sample();
  const timer = setInterval(sample, sampleMilliseconds);
  timer.unref();
  return {
    peakMiB: () => Math.round(peak / bytesPerMiB),
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Of a process and its descendants, from `/proc`; 0 on systems without it. */
function residentBytes(root: number): number {
  const processes = readProcesses();
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const pending = processes.filter(({ pid }) => pid === root);
  let total = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    total += next.residentBytes;
    pending.push(...(children.get(next.pid) ?? []));
  }
  return total;
}

interface ProcessMemory {
  readonly pid: number;
  readonly parent: number;
  readonly residentBytes: number;
}

function readProcesses(): readonly ProcessMemory[] {
  return listProcesses().flatMap((pid): readonly ProcessMemory[] => {
    try {
      // The name may hold spaces and parentheses: what follows it begins after the last one.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
      return [{ pid, parent: Number(fields[1]), residentBytes: pages * pageBytes }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

function listProcesses(): readonly number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
