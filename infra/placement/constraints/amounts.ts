const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;

/** An amount of a resource for reading, rounded up: `300m of cpu`, `1.2 GiB of memory`, `1 nvidia.com/gpu`. */
export function formatAmount(resource: string, amount: number): string {
  switch (resource) {
    case "cpu":
      return `${amount}m of cpu`;
    case "memory":
      return amount >= gibibyte
        ? `${Math.ceil((amount / gibibyte) * 10) / 10} GiB of memory`
        : `${Math.ceil(amount / mebibyte)} MiB of memory`;
    default:
      return `${amount} ${resource}`;
  }
}
