/** Types of what resources and functions return, by the module that they are of. */
export * as cluster from "./output-cluster";
export * as imageFactory from "./output-image-factory";
export * as machine from "./output-machine";
