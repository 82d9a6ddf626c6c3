import { loadStack } from "../../infra/stack/load-stack";
import { validConfig, withWorkload } from "../../infra/stack/testing/valid-stack";
import { smallPod } from "../observation/testing/small-pod";
import { bindingsOf, ranBefore, surplusPods } from "./before-state";

const stack = loadStack(withWorkload("kube-system/coredns", { replicas: 3, current: { cp1: 2, gpu1: 1 } }), validConfig);
const rows = ranBefore(stack);
const pod = (name: string, node?: string) => ({
  ...smallPod({
    namespace: "kube-system",
    name,
    workload: "kube-system/coredns",
    ...(node === undefined ? { pending: "held" } : { node }),
  }),
});

it("puts back what may move, ran, and is not deployed by Berth itself", () => {
  expect(rows.map(({ id }) => id)).toEqual(["kube-system/coredns", "media/sonarr", "media/jellyfin", "home/mosquitto", "home/zigbee2mqtt"]);
});

it("takes away pods on nodes that have more than before, and no others", () => {
  expect(surplusPods(rows, [pod("a", "cp1"), pod("b", "gpu1"), pod("c", "gpu1")]).map(({ name }) => name)).toEqual(["c"]);
  expect(surplusPods(rows, [pod("a", "cp1"), pod("b", "cp1"), pod("c", "gpu1")])).toEqual([]);
  expect(surplusPods(rows, [pod("a", "worker1"), pod("b")]).map(({ name }) => name)).toEqual(["a"]);
});

it("binds pods without a node to where some are missing", () => {
  const bound = bindingsOf(rows, [pod("a", "cp1"), pod("b"), pod("c"), pod("d")]);
  expect(bound.map((binding) => `${binding.pod.name} ${binding.node}`)).toEqual(["b cp1", "c gpu1"]);
});
