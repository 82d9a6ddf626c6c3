export * from "./get-extensions-versions";
export * from "./get-overlays-versions";
export * from "./get-urls";
export * from "./get-versions";
export { Schematic, type SchematicArgs } from "./schematic";
