import { X509Certificate } from "node:crypto";
import { connect, createServer, type TLSSocket } from "node:tls";
import { newAuthority, newClientCertificate, newServerCertificate } from "./certificate";

const validity = { from: new Date("2026-11-20T00:00:00Z"), years: 10 };
const authority = newAuthority("test-ca", validity);

describe("an authority", () => {
  it("is one, and has signed itself", () => {
    const certificate = new X509Certificate(authority.certificate);
    expect([certificate.ca, certificate.subject, certificate.issuer]).toEqual([true, "CN=test-ca", "CN=test-ca"]);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect([certificate.validFromDate, certificate.validToDate]).toEqual([
      new Date("2026-11-20T00:00:00Z"),
      new Date("2036-11-20T00:00:00Z"),
    ]);
  });

  it("has a key in the form that K3s writes", () => {
    expect(authority.key).toMatch(/^-----BEGIN EC PRIVATE KEY-----/);
  });
});

it("issues certificates for clients that no other authority vouches for", () => {
  const { certificate } = newClientCertificate(authority, { commonName: "berth", organizations: ["system:masters"] }, validity);
  const client = new X509Certificate(certificate);
  expect([client.ca, client.subject, client.keyUsage]).toEqual([false, "O=system:masters\nCN=berth", ["1.3.6.1.5.5.7.3.2"]]);
  expect(client.checkIssued(new X509Certificate(authority.certificate))).toBe(true);
  const groups = newClientCertificate(authority, { commonName: "keda", organizations: ["a", "b"] }, validity);
  expect(new X509Certificate(groups.certificate).subject).toBe("O=a\nO=b\nCN=keda");
  expect(client.verify(new X509Certificate(newAuthority("test-ca", validity).certificate).publicKey)).toBe(false);
});

it("lasts beyond 2049, where the form of dates changes", () => {
  const { certificate } = newAuthority("late", { from: new Date("2045-01-02T03:04:05Z"), years: 10 });
  expect(new X509Certificate(certificate).validToDate).toEqual(new Date("2055-01-02T03:04:05Z"));
});

describe("between a server and a client", () => {
  const now = { from: new Date(Date.now() - 60_000), years: 1 };
  const clients = newAuthority("client-ca", now);
  const server = newServerCertificate(authority, ["127.0.0.1", "k8s.example.com"], now);
  const client = newClientCertificate(clients, { commonName: "berth", organizations: ["system:masters"] }, now);

  async function meet(ca: string, name: string): Promise<string> {
    const listener = createServer(
      { cert: server.certificate, key: server.key, ca: clients.certificate, requestCert: true, rejectUnauthorized: true },
      (socket: TLSSocket) => {
        socket.end(String(socket.getPeerCertificate().subject.O));
      },
    );
    await new Promise<void>((resolve) => {
      listener.listen(0, "127.0.0.1", resolve);
    });
    const address = listener.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return new Promise<string>((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", servername: name, ca, cert: client.certificate, key: client.key });
      socket.on("data", (data: Buffer) => {
        resolve(data.toString());
      });
      socket.on("error", reject);
    }).finally(() => {
      listener.close();
    });
  }

  it("they trust each other by name", async () => {
    expect(await meet(authority.certificate, "k8s.example.com")).toBe("system:masters");
  });

  it("they do not under another name, or by another authority", async () => {
    await expect(meet(authority.certificate, "other.example.com")).rejects.toThrow("does not match certificate's altnames");
    await expect(meet(clients.certificate, "k8s.example.com")).rejects.toThrow();
  });
});
