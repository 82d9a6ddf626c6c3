export { type GetConfigurationArgs, type GetConfigurationResult, getConfigurationOutput } from "./get-configuration";
