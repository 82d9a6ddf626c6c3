/** Types of what resources and functions take, by the module that they are of. */
export * as cluster from "./input-cluster";
export * as machine from "./input-machine";
