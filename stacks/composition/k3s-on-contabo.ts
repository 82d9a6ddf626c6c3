import { contaboOrder } from "../../components/hosts/contabo/contabo-order";
import { K3sCluster } from "../../components/os/k3s/k3s-cluster";
import type { K3sSettings } from "../../components/os/k3s/k3s-settings";
import type { Stack } from "../../infra/stack/stack";

/** A cluster from nothing up: servers that are rented from Contabo, and K3s on them. */
export function k3sOnContabo({ hardware }: Stack, settings: Partial<K3sSettings>): K3sCluster {
  return new K3sCluster(hardware.clusterName, { hardware, order: contaboOrder(), settings });
}
