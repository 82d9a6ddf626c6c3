import { deviceMilli, type GpuPod, sharesDevice } from "../trace/model";

/**
 * Devices for the pods of one node, by an exhaustive search that knows nothing of how they were chosen: whole devices
 * first, then shares from the largest down. Undefined when there is no way.
 */
export function packDevices(pods: readonly GpuPod[], gpus: number): readonly (readonly number[])[] | undefined {
  const left = Array.from({ length: gpus }, () => deviceMilli);
  const devices: (readonly number[])[] = pods.map(() => []);
  let next = 0;
  pods.forEach((pod, i) => {
    if (pod.gpus > 0 && !sharesDevice(pod)) {
      devices[i] = Array.from({ length: pod.gpus }, () => next++);
    }
  });
  if (next > gpus) {
    return undefined;
  }
  left.fill(0, 0, next);
  const shares = [...pods.keys()]
    .filter((i) => pods[i] !== undefined && sharesDevice(pods[i]))
    .sort((a, b) => (pods[b]?.gpuMilli ?? 0) - (pods[a]?.gpuMilli ?? 0));
  const place = (at: number): boolean => {
    const i = shares[at];
    const milli = pods[i ?? -1]?.gpuMilli ?? 0;
    if (i === undefined) {
      return true;
    }
    // Devices with the same left over are alike: one of them is tried.
    const tried = new Set<number>();
    for (const device of [...left.keys()].sort((a, b) => (left[a] ?? 0) - (left[b] ?? 0))) {
      const before = left[device] ?? 0;
      if (before >= milli && !tried.has(before)) {
        tried.add(before);
        left[device] = before - milli;
        devices[i] = [device];
        if (place(at + 1)) {
          return true;
        }
        left[device] = before;
      }
    }
    return false;
  };
  return place(0) ? devices : undefined;
}
