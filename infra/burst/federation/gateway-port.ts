/**
 * NodePort of the remote cluster, UDP, at which Liqo's gateway waits for the one at home. Fixed, so that the firewall can
 * name it before there is a cluster.
 */
export const gatewayNodePort = 30742;
