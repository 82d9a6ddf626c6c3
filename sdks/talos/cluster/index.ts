export { Kubeconfig, type KubeconfigArgs } from "./kubeconfig";
