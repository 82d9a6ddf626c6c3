import { fork } from "node:child_process";
import { join } from "node:path";
import type { LargeClusterOptions } from "./large-cluster";
import { type Measurement, measurementSchema } from "./measurement";

/**
 * Plans the cluster in a process that ends with it.
 * @throws Error when the process ends without a measurement.
 */
export function measure(options: LargeClusterOptions): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, "measure-once.ts"), [JSON.stringify(options)]);
    let received: unknown;
    child.on("message", (message) => {
      received = message;
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      const measured = measurementSchema.safeParse(received);
      if (measured.success) {
        resolve(measured.data);
      } else {
        reject(new Error(`planning ${options.pods} pods on ${options.nodes} nodes ended with code ${String(code)} and no measurement`));
      }
    });
  });
}
