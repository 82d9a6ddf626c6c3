import * as fc from "fast-check";
import { cidrPattern, contains, formatCidr, formatIpv4, ipv4Number, isWithin, networkOf, overlaps, parseCidr } from "./ipv4";

const address = fc.ipV4();
const prefixLength = fc.integer({ min: 1, max: 32 });

describe("IPv4 networks", () => {
  it.each([
    ["10.0.1.0/8", "10.0.0.0/8"],
    ["192.168.0.224/27", "192.168.0.224/27"],
    ["255.255.255.255/1", "128.0.0.0/1"],
    ["10.96.7.1/12", "10.96.0.0/12"],
    ["1.2.3.4/32", "1.2.3.4/32"],
  ])("%s is written %s", (text, canonical) => {
    expect(formatCidr(parseCidr(text))).toBe(canonical);
  });

  it.each(["10.0.0.0", "10.0.0.0/0", "10.0.0.0/33", "256.0.0.0/8", "10.0.0/8", "10.0.0.0/8 "])('"%s" is none', (text) => {
    expect(cidrPattern.test(text)).toBe(false);
  });

  it("keep an address as it is", () => {
    fc.assert(fc.property(address, (text) => formatIpv4(ipv4Number(text)) === text));
  });

  it("hold the address that they were made from, and their own text", () => {
    fc.assert(
      fc.property(address, prefixLength, (text, length) => {
        const network = networkOf(text, length);
        expect(contains(network, text)).toBe(true);
        expect(cidrPattern.test(formatCidr(network))).toBe(true);
        expect(parseCidr(formatCidr(network))).toEqual(network);
      }),
    );
  });

  it("overlap exactly when one lies within the other", () => {
    fc.assert(
      fc.property(address, prefixLength, address, prefixLength, (a, m, b, n) => {
        const [one, other] = [networkOf(a, m), networkOf(b, n)];
        expect(overlaps(one, other)).toBe(isWithin(one, other) || isWithin(other, one));
      }),
    );
  });
});
