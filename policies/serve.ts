import { PolicyPack } from "@pulumi/policy";
import { readPropertiesOnce } from "./host/read-once";
import { packName, policyPack } from "./pack";

readPropertiesOnce();
// Starts the server that the Pulumi engine talks to; everything else is in pack.ts, which tests can load.
new PolicyPack(packName, policyPack());
