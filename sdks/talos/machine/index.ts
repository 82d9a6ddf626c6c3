export { Bootstrap, type BootstrapArgs } from "./bootstrap";
export { ConfigurationApply, type ConfigurationApplyArgs } from "./configuration-apply";
export * from "./get-configuration";
export * from "./get-disks";
export { Secrets, type SecretsArgs } from "./secrets";
