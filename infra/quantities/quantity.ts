/**
 * Kubernetes resource quantities, exactly: a quantity is a whole number of nano units (10^-9) in a BigInt, the
 * resolution that the API server itself keeps.
 *
 * Grammar: <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/>
 */
export type Nano = bigint;

const nanoPerUnit = 1_000_000_000n;

const suffixes: Readonly<Record<string, Nano>> = {
  n: 1n,
  u: 1_000n,
  m: 1_000_000n,
  "": nanoPerUnit,
  k: nanoPerUnit * 10n ** 3n,
  M: nanoPerUnit * 10n ** 6n,
  G: nanoPerUnit * 10n ** 9n,
  T: nanoPerUnit * 10n ** 12n,
  P: nanoPerUnit * 10n ** 15n,
  E: nanoPerUnit * 10n ** 18n,
  Ki: nanoPerUnit << 10n,
  Mi: nanoPerUnit << 20n,
  Gi: nanoPerUnit << 30n,
  Ti: nanoPerUnit << 40n,
  Pi: nanoPerUnit << 50n,
  Ei: nanoPerUnit << 60n,
};

const grammar = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:([eE])([+-]?\d{1,2})|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?)$/;

/** Whether the text is a quantity that {@link parseQuantity} accepts. */
export function isQuantity(text: string): boolean {
  return grammar.test(text);
}

/**
 * Reads a quantity. What is finer than a nano unit is rounded up, away from zero, as Kubernetes does.
 *
 * @throws RangeError when the text is not a quantity.
 */
export function parseQuantity(text: string): Nano {
  const match = grammar.exec(text);
  if (match === null) {
    throw new RangeError(`"${text}" is not a Kubernetes quantity such as 250m, 2, 512Mi or 17G`);
  }
  const [, sign, digits = "", , exponent, suffix = ""] = match;
  const [whole = "", fraction = ""] = digits.split(".");
  let numerator = BigInt(`${whole}${fraction}`) * (exponent === undefined ? (suffixes[suffix] ?? 0n) : nanoPerUnit);
  let denominator = 10n ** BigInt(fraction.length);
  const power = Number(exponent ?? 0);
  if (power >= 0) {
    numerator *= 10n ** BigInt(power);
  } else {
    denominator *= 10n ** BigInt(-power);
  }
  const magnitude = ceilDivide(numerator, denominator);
  return sign === "-" ? -magnitude : magnitude;
}

/** CPU in whole thousandths of a core, rounded up as the scheduler does. */
export function cpuMilli(text: string): number {
  return toSafeNumber(ceilDivide(parseQuantity(text), 1_000_000n), text);
}

/** Memory in whole bytes, rounded up as the scheduler does. */
export function memoryBytes(text: string): number {
  return toSafeNumber(ceilDivide(parseQuantity(text), nanoPerUnit), text);
}

/** The shortest text for a number of CPU thousandths: `250m`, `2`. */
export function formatCpuMilli(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

/** The shortest exact text for a number of bytes, in the largest binary unit that divides it: `512Mi`, `1500`. */
export function formatMemoryBytes(bytes: number): string {
  let value = bytes;
  let unit = "";
  for (const larger of ["Ki", "Mi", "Gi", "Ti", "Pi"]) {
    if (value === 0 || value % 1024 !== 0) {
      break;
    }
    value /= 1024;
    unit = larger;
  }
  return `${value}${unit}`;
}

const bytesPerMiB = 1024 * 1024;

/** Bytes as whole MiB that hold them: for what is requested. */
export function ceilMiB(bytes: number): number {
  return Math.ceil(bytes / bytesPerMiB);
}

/** Bytes as whole MiB that they fill: for what is available. */
export function floorMiB(bytes: number): number {
  return Math.floor(bytes / bytesPerMiB);
}

function ceilDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator > 0n && numerator % denominator !== 0n ? quotient + 1n : quotient;
}

function toSafeNumber(value: bigint, text: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new RangeError(`"${text}" is too large to be a resource of a machine`);
  }
  return number;
}
