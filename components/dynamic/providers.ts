import type { dynamic } from "@pulumi/pulumi";
import { gatewayKeysProvider } from "../cloud/federation/gateway-keys-provider";
import { instanceProvider } from "../hosts/contabo/provider/instance-provider";
import { privateNetworkProvider } from "../hosts/contabo/provider/private-network-provider";
import { secretProvider } from "../hosts/contabo/provider/secret-provider";
import { clientCertificateProvider } from "../os/k3s/client-certificate-provider";
import { identityProvider } from "../os/k3s/identity-provider";
import { readinessProvider } from "../os/k3s/readiness-provider";
import { serviceAccountKeyProvider } from "../os/k3s/service-account-key-provider";
import { versionProvider } from "../os/k3s/version-provider";

/**
 * The providers that are written here, by the type of their resource. Loaded in a process of their own, which hands them
 * values in the clear; what they return is secret again wherever the program sent a secret.
 */
export const providers = {
  "contabo:Instance": instanceProvider,
  "contabo:PrivateNetwork": privateNetworkProvider,
  "contabo:Secret": secretProvider,
  "k3s:ClientCertificate": clientCertificateProvider,
  "k3s:Identity": identityProvider,
  "k3s:Readiness": readinessProvider,
  "k3s:ServiceAccountKey": serviceAccountKeyProvider,
  "k3s:Version": versionProvider,
  "wireguard:Keys": gatewayKeysProvider,
} as const satisfies Readonly<Record<string, dynamic.ResourceProvider>>;

export type ProviderKind = keyof typeof providers;
