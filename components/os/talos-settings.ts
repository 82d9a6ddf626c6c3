/** What the machines of a cluster are set up for, beyond what their table says. */
export interface TalosSettings {
  /**
   * What carries the pods' traffic. With `cilium` Talos installs neither Flannel nor kube-proxy: no pod starts that is
   * not on its host's network until Cilium is installed. Default `flannel`, Talos' own.
   */
  readonly cni: "flannel" | "cilium";
  /**
   * Whether Spegel is going to share images between nodes: containerd then keeps the layers that it unpacked, which Talos
   * has it throw away. Default false.
   */
  readonly spegel: boolean;
  /**
   * The runtime of pods that name no RuntimeClass, on machines with an NVIDIA card. Default `runc`: pods that use the
   * card say `runtimeClassName: nvidia`.
   */
  readonly nvidiaDefaultRuntime: "runc" | "nvidia";
}

export const defaultTalosSettings: TalosSettings = { cni: "flannel", spegel: false, nvidiaDefaultRuntime: "runc" };
