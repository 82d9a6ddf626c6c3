import type { HardwareCheck } from "./check";

/**
 * All cards of one machine are of one model. A node has one value for each label, and the pods on it get whichever
 * card is free: nothing could promise them the one that they asked for.
 */
export const checkGpus: HardwareCheck = ({ machines }) =>
  machines.flatMap(({ name, gpus }) => {
    const models = [...new Set(gpus.map(({ vendor, model }) => `${vendor} ${model}`))];
    if (models.length <= 1) {
      return [];
    }
    return [
      {
        path: `machines[${name}].gpus`,
        message: `has cards of different models (${models.join(", ")}), which one node's labels cannot tell apart`,
        fix: "list only the model that workloads use",
      },
    ];
  });
