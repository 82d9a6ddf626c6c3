import type { ProgressStream } from "../../toolchain/progress";
import type { Environment } from "../../toolchain/tool";
import type { ControlPlane } from "../control-plane/control-plane";

/** What every controller of a rehearsal is started with. */
export interface ControllerContext {
  readonly controlPlane: ControlPlane;
  /** Where tools are looked for. */
  readonly environment: Environment;
  /** Where builds of tools say how far they are. Default: stderr. */
  readonly stream?: ProgressStream;
}
