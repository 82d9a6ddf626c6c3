import { reservationOf } from "../hardware/allocatable";
import { instanceCapacity } from "./instance-capacity";

const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;

test("a worker of Talos keeps what the virtual machine and the system take", () => {
  // 7.5 % of 16 GiB are 1.2 GiB.
  const bytes = Math.floor(14.8 * gibibyte);
  expect(instanceCapacity({ vcpus: 4, memory: "16Gi" }, reservationOf("talos", "worker"))).toEqual({
    cores: 2,
    threads: 4,
    memoryBytes: bytes,
    allocatable: { cpuMilli: 3950, memoryBytes: bytes - 484 * mebibyte, pods: 110, extended: {} },
  });
});

test("a server of K3s keeps more, and one vCPU is a core", () => {
  const bytes = Math.floor(3.7 * gibibyte);
  expect(instanceCapacity({ vcpus: 1, memory: "4Gi" }, reservationOf("k3s", "control-plane"))).toEqual({
    cores: 1,
    threads: 1,
    memoryBytes: bytes,
    allocatable: { cpuMilli: 700, memoryBytes: bytes - 1300 * mebibyte, pods: 110, extended: {} },
  });
});
