import { UserError } from "../../../infra/diagnostics/user-error";
import { readCsv } from "./csv";
import { deviceMilli, type GpuNode, type GpuPod } from "./model";

/** Reads the node list (`sn,cpu_milli,memory_mib,gpu,model`). */
export function readNodes(text: string, file: string): GpuNode[] {
  return readCsv(text, file, ["sn", "cpu_milli", "memory_mib", "gpu", "model"]).map((row) => ({
    name: row.text("sn"),
    cpuMilli: row.count("cpu_milli"),
    memoryMiB: row.count("memory_mib"),
    gpus: row.count("gpu"),
    gpuModel: row.text("model"),
  }));
}

/**
 * Reads a pod list (`name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec`; what else it has is not used).
 * @throws UserError for a pod that asks for a share of several devices or for more than a device has.
 */
export function readPods(text: string, file: string): GpuPod[] {
  return readCsv(text, file, ["name", "cpu_milli", "memory_mib", "num_gpu", "gpu_milli", "gpu_spec"]).map((row) => {
    const pod = {
      name: row.text("name"),
      cpuMilli: row.count("cpu_milli"),
      memoryMiB: row.count("memory_mib"),
      gpus: row.count("num_gpu"),
      gpuMilli: row.count("gpu_milli"),
      gpuModels: row
        .text("gpu_spec")
        .split("|")
        .filter((model) => model !== ""),
    };
    if (pod.gpuMilli > deviceMilli || (pod.gpus > 1 && pod.gpuMilli !== deviceMilli) || (pod.gpus === 0) !== (pod.gpuMilli === 0)) {
      throw new UserError("A pod asks for GPUs in a way that the trace does not have.", [
        { path: row.place, message: "a pod asks for no GPU, a share of one, or whole ones", value: `${pod.gpus} × ${pod.gpuMilli}` },
      ]);
    }
    return pod;
  });
}
