export { Bootstrap, type BootstrapArgs } from "./bootstrap";
export { ConfigurationApply, type ConfigurationApplyArgs } from "./configuration-apply";
export { type GetConfigurationArgs, type GetConfigurationResult, getConfigurationOutput } from "./get-configuration";
export { Secrets, type SecretsArgs } from "./secrets";
