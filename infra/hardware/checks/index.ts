import type { HardwareCheck } from "./check";
import { checkAddresses } from "./addresses";
import { checkBallooning } from "./ballooning";
import { checkCardSlots } from "./card-slots";
import { checkCardTaints } from "./card-taints";
import { checkCards } from "./cards";
import { checkChipset } from "./chipset";
import { checkControlPlanes } from "./control-planes";
import { checkExtensions } from "./extensions";
import { checkFigures } from "./figures";
import { checkFleets } from "./fleets";
import { checkFormerNames } from "./former-names";
import { checkGpus } from "./gpus";
import { checkGuestAgent } from "./guest-agent";
import { checkHighAvailability } from "./high-availability";
import { checkHostCpu } from "./host-cpu";
import { checkHostMemory } from "./host-memory";
import { checkHosts } from "./hosts";
import { checkLabels } from "./labels";
import { checkLocalNetwork } from "./local-network";
import { checkNetworks } from "./networks";
import { checkResetBug } from "./reset-bug";
import { checkRootOnly } from "./root-only";
import { checkTaints } from "./taints";
import { checkUniqueNames } from "./unique-names";
import { checkVirtualIp } from "./virtual-ip";
import { checkVlans } from "./vlans";
import { checkVmGpus } from "./vm-gpus";
import { checkVmIds } from "./vm-ids";
import { checkVmMemory } from "./vm-memory";

/** Everything that is checked between the rows of a hardware table, in the order in which findings are listed. */
export const hardwareChecks: readonly HardwareCheck[] = [
  checkUniqueNames,
  checkFormerNames,
  checkFleets,
  checkAddresses,
  checkVmIds,
  checkControlPlanes,
  checkFigures,
  checkNetworks,
  checkLocalNetwork,
  checkVirtualIp,
  checkHosts,
  checkHostMemory,
  checkHostCpu,
  checkVmMemory,
  checkVlans,
  checkGuestAgent,
  checkHighAvailability,
  checkCards,
  checkCardSlots,
  checkCardTaints,
  checkResetBug,
  checkBallooning,
  checkChipset,
  checkRootOnly,
  checkVmGpus,
  checkGpus,
  checkExtensions,
  checkLabels,
  checkTaints,
];
