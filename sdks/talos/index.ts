/**
 * Typed SDK of the Pulumi provider for Talos Linux, with the names that the published package has.
 *
 * @see https://www.pulumi.com/registry/packages/talos/
 */
export * as client from "./client";
export * as cluster from "./cluster";
export * as imagefactory from "./imagefactory";
export * as machine from "./machine";
export { Provider, type ProviderArgs } from "./provider";
export * as types from "./types";
