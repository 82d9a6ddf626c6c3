"use strict";
/** What the policies' SDK uses of `@pulumi/pulumi`, whose whole loads the Automation API and a package manager. */
exports.asset = require("@pulumi/pulumi/asset");
/** Nothing that the engine asks a policy about is an output. */
exports.Output = { isInstance: () => false };
