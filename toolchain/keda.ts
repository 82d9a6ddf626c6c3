import { join } from "node:path";
import { moduleTool, setVariables } from "./module-tool";
import { requiredVersion } from "./tool";
import { formatVersion } from "./version";

const folder = "keda";
const kedaModule = "github.com/kedacore/keda/v2";

const linkerFlags = setVariables({
  "github.com/kedacore/keda/v2/version.Version": formatVersion(requiredVersion(join(__dirname, folder), kedaModule)),
});

/** Makes horizontal autoscalers of ScaledObjects, and scales to zero and back. */
export const kedaOperator = moduleTool({
  name: "keda-operator",
  folder,
  module: kedaModule,
  path: "cmd/operator",
  linkerFlags,
  buildTime: { alone: 240, beside: 60 },
});

/** Serves the metrics of KEDA's triggers to the horizontal autoscalers. */
export const kedaMetricsAdapter = moduleTool({
  name: "keda-metrics-adapter",
  folder,
  module: kedaModule,
  path: "cmd/adapter",
  linkerFlags,
  buildTime: { alone: 120, beside: 20 },
});
