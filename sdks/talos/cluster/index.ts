export * from "./get-health";
export * from "./get-kubeconfig";
export { Kubeconfig, type KubeconfigArgs } from "./kubeconfig";
