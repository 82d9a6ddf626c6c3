import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledData, openDataSet } from "./data-set";
import { readNodes, readPods } from "./trace/read-trace";

describe("data set", () => {
  it("comes with the default trace", () => {
    const data = openDataSet(bundledData);
    expect(data.traces).toEqual(["default"]);
    expect(data.nodes).toHaveLength(1213);
    expect(data.pods("default")).toHaveLength(8152);
    expect(data.published).toHaveLength(20);
  });

  it("names every file that is missing", () => {
    const empty = mkdtempSync(join(tmpdir(), "openb-data-"));
    try {
      expect(() => openDataSet(empty)).toThrow(
        /openb_node_list_gpu_node\.csv: is missing[^]*analysis_allo_discrete_70_130\.csv: is missing[^]*openb_pod_list_default\.csv: is missing/,
      );
      expect(() => openDataSet(join(empty, "none"))).toThrow(/--data: is no directory/);
    } finally {
      rmSync(empty, { recursive: true });
    }
  });

  it("suggests the trace that was meant", () => {
    expect(() => openDataSet(bundledData).pods("defalt")).toThrow('did you mean "default"?');
  });
});

describe("tables", () => {
  const header = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec";

  it("are read by column name", () => {
    expect(readPods(`${header}\nb,1,2,1,460,V100M16|V100M32\n`, "pods.csv")).toEqual([
      { name: "b", cpuMilli: 1, memoryMiB: 2, gpus: 1, gpuMilli: 460, gpuModels: ["V100M16", "V100M32"] },
    ]);
    expect(readNodes("model,gpu,sn,memory_mib,cpu_milli\nT4,2,n,3,4\n", "nodes.csv")).toEqual([
      { name: "n", cpuMilli: 4, memoryMiB: 3, gpus: 2, gpuModel: "T4" },
    ]);
  });

  it("with a wrong value are refused, with the place", () => {
    expect(() => readPods(`${header}\na,x,2,0,0,\n`, "pods.csv")).toThrow('pods.csv:2 cpu_milli: is not a whole number (found "x")');
    expect(() => readPods(`${header}\na,1,2,2,500,\n`, "pods.csv")).toThrow(
      "pods.csv:2: a pod asks for no GPU, a share of one, or whole ones (found 2 × 500)",
    );
    expect(() => readPods("name,cpu_milli\n", "pods.csv")).toThrow("the column memory_mib is missing");
  });
});
