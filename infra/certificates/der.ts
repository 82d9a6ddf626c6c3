/** Distinguished Encoding Rules of ASN.1, as far as X.509 certificates of our own need them. @see ITU-T X.690 */

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) {
    return Buffer.concat([Buffer.from([tag, length]), content]);
  }
  const size = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length]), size, content]);
}

export const der = {
  sequence: (...parts: readonly Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts)),
  set: (part: Buffer): Buffer => tagged(0x31, part),
  boolean: (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0])),
  /** @param bytes Big-endian, taken as positive. */
  integer: (bytes: Buffer): Buffer => tagged(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes),
  /** @param unusedBits Of the last byte. */
  bitString: (bytes: Buffer, unusedBits = 0): Buffer => tagged(0x03, Buffer.concat([Buffer.from([unusedBits]), bytes])),
  octetString: (bytes: Buffer): Buffer => tagged(0x04, bytes),
  utf8String: (text: string): Buffer => tagged(0x0c, Buffer.from(text, "utf8")),
  /** @param id Such as `2.5.4.3`. */
  objectIdentifier: (id: string): Buffer => {
    const [first = 0, second = 0, ...rest] = id.split(".").map(Number);
    return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
  },
  /** To the second, in UTC. Two digits of the year until 2049, as X.509 wants it. */
  time: (date: Date): Buffer => {
    const digits = `${date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, "")}Z`;
    return date.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
  },
  /** A field with an explicit number. */
  explicit: (number: number, content: Buffer): Buffer => tagged(0xa0 | number, content),
  /** A field with an implicit number whose content is bytes. */
  implicit: (number: number, content: Buffer): Buffer => tagged(0x80 | number, content),
} as const;

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) {
    digits.unshift((rest & 0x7f) | 0x80);
  }
  return digits;
}
