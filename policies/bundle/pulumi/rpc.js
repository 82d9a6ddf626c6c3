"use strict";
/** What the policies' SDK uses of `@pulumi/pulumi/runtime/rpc`: the marks of special values on the wire. */
exports.specialSigKey = "4dabf18193072939515e22adb298388d";
exports.specialAssetSig = "c44067f5952c0a294b673a41bacd8c17";
exports.specialArchiveSig = "0def7320c3a5731c473e5ecbe6d01bc7";
exports.specialSecretSig = "1b47061264138c4ac30d75fd1eb44270";
