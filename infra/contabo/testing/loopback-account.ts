import { z } from "zod";

export interface LoopbackInstance {
  readonly instanceId: number;
  displayName: string;
  readonly productId: string;
  readonly region: string;
  imageId: string;
  cancelDate: string | null;
  status: string;
  errorMessage?: string;
  userData: string;
  readonly addOns: string[];
  /** How often it is still read as `provisioning`. */
  pollsLeft: number;
}

/** What the API documents of an order. Unknown keys are refused, as a mistake of ours would otherwise go unseen. */
const orderSchema = z.strictObject({
  imageId: z.uuid(),
  productId: z.string().regex(/^V\d+$/),
  region: z.enum(["EU", "US-central", "US-east", "US-west", "SIN", "UK", "AUS", "JPN", "IND"]),
  period: z.union([z.literal(1), z.literal(3), z.literal(6), z.literal(12)]),
  displayName: z.string().max(255).default(""),
  sshKeys: z.array(z.int()).optional(),
  rootPassword: z.int().optional(),
  userData: z.string().optional(),
  defaultUser: z.enum(["root", "admin", "administrator"]).optional(),
  addOns: z.strictObject({ privateNetworking: z.strictObject({}).optional() }).optional(),
});

const reinstallSchema = orderSchema.pick({ imageId: true, sshKeys: true, rootPassword: true, userData: true, defaultUser: true });

type Answer = [number, unknown];

/** What an account holds, and how it changes by requests. */
export class LoopbackAccount {
  readonly instances: LoopbackInstance[] = [];
  readonly secrets: { secretId: number; name: string; type: string; value: string }[] = [];
  readonly networks: {
    privateNetworkId: number;
    name: string;
    description: string;
    region: string;
    cidr: string;
    instances: { instanceId: number }[];
  }[] = [];
  readonly images = [
    { imageId: "afecbb85-e2fc-46f0-9684-b46b1faf00bb", name: "ubuntu-22.04" },
    { imageId: "d64d5c6c-9dda-4e38-8174-0ee282474d8a", name: "ubuntu-24.04" },
    { imageId: "5d7a5a5c-7a4f-4a53-a1b0-0f6f0d3c2a11", name: "debian-12" },
  ];
  /** Ids of products that can be ordered. */
  readonly products = ["V91", "V92", "V94", "V95", "V97", "V98"];
  /** How often a new server is read as `provisioning`. */
  provisioningPolls = 1;
  /** State that a new server ends in, and why. */
  outcome: { readonly status: string; readonly errorMessage?: string } = { status: "running" };
  /** Processors that servers are delivered with. */
  cpuCores = 4;
  /** Rows a page, however many are asked for. */
  pageSize = 100;
  #lastId = 1000;

  handle(method: string, url: URL, body: unknown): Answer {
    const [, area = "", kind = "", ...rest] = url.pathname.split("/").slice(0);
    const resource = area === "v1" && kind === "compute" ? (rest[0] ?? "") : kind;
    const [id, action, other] = kind === "compute" ? rest.slice(1) : rest;
    switch (`${method} ${resource}${id === undefined ? "" : "/id"}${action === undefined ? "" : `/${action}`}`) {
      case "GET instances":
        return this.#page(
          url,
          this.instances
            .filter(({ displayName }) => displayName.includes(url.searchParams.get("displayName") ?? ""))
            .map((instance) => this.#shown(instance)),
        );
      case "POST instances":
        return this.#order(body);
      case "GET instances/id":
        return this.#read(Number(id));
      case "PATCH instances/id":
        return this.#withInstance(Number(id), (instance) => {
          instance.displayName = z.strictObject({ displayName: z.string() }).parse(body).displayName;
          return [200, { data: [{ instanceId: instance.instanceId }] }];
        });
      case "PUT instances/id":
        return this.#reinstall(Number(id), body);
      case "POST instances/id/cancel":
        return this.#withInstance(Number(id), (instance) => {
          instance.cancelDate = "2026-12-20";
          return [201, { data: [{ instanceId: instance.instanceId, cancelDate: instance.cancelDate }] }];
        });
      case "POST instances/id/actions":
        return this.#withInstance(Number(id), (instance) => {
          instance.status = other === "shutdown" ? "stopped" : instance.status;
          return [201, { data: [{ instanceId: instance.instanceId, action: other }] }];
        });
      case "POST instances/id/upgrade":
        return this.#withInstance(Number(id), (instance) => {
          instance.addOns.push("privateNetworking");
          return [200, { data: [{ instanceId: instance.instanceId }] }];
        });
      case "GET images":
        return this.#page(url, this.images);
      case "GET secrets":
        return this.#page(
          url,
          this.secrets.filter(
            ({ name, type }) => name.includes(url.searchParams.get("name") ?? "") && type === (url.searchParams.get("type") ?? type),
          ),
        );
      case "POST secrets":
        return this.#store(body);
      case "GET secrets/id":
      case "PATCH secrets/id":
      case "DELETE secrets/id":
        return this.#secret(method, Number(id), body);
      case "GET private-networks":
        return this.#page(
          url,
          this.networks.filter(({ name }) => name.includes(url.searchParams.get("name") ?? "")),
        );
      case "POST private-networks":
        return this.#makeNetwork(body);
      default:
        return resource === "private-networks" ? this.#network(method, Number(id), other, body) : notFound;
    }
  }

  #order(body: unknown): Answer {
    const read = orderSchema.safeParse(body);
    if (!read.success) {
      return [400, { message: read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`), statusCode: 400 }];
    }
    const { displayName, productId, region, imageId, userData = "", addOns } = read.data;
    if (!this.products.includes(productId)) {
      return [400, { message: `product ${productId} is not available`, statusCode: 400 }];
    }
    if (this.images.every((image) => image.imageId !== imageId)) {
      return [404, { message: `image ${imageId} not found`, statusCode: 404 }];
    }
    const instance: LoopbackInstance = {
      instanceId: this.#nextId(),
      displayName,
      productId,
      region,
      imageId,
      userData,
      cancelDate: null,
      status: "provisioning",
      addOns: Object.keys(addOns ?? {}),
      pollsLeft: this.provisioningPolls,
    };
    this.instances.push(instance);
    return [201, { data: [{ instanceId: instance.instanceId, status: instance.status, productId, region, imageId }] }];
  }

  #read(id: number): Answer {
    return this.#withInstance(id, (instance) => {
      if (instance.pollsLeft > 0) {
        instance.pollsLeft -= 1;
      } else if (instance.status === "provisioning" || instance.status === "installing") {
        instance.status = this.outcome.status;
        if (this.outcome.errorMessage !== undefined) {
          instance.errorMessage = this.outcome.errorMessage;
        }
      }
      return [200, { data: [this.#shown(instance)] }];
    });
  }

  #reinstall(id: number, body: unknown): Answer {
    const { imageId, userData = "" } = reinstallSchema.parse(body);
    return this.#withInstance(id, (instance) => {
      Object.assign(instance, { imageId, userData, status: "installing", pollsLeft: this.provisioningPolls });
      return [200, { data: [{ instanceId: id }] }];
    });
  }

  #store(body: unknown): Answer {
    const secret = z.strictObject({ name: z.string(), type: z.enum(["ssh", "password"]), value: z.string() }).parse(body);
    const stored = { secretId: this.#nextId(), ...secret };
    this.secrets.push(stored);
    return [201, { data: [{ secretId: stored.secretId }] }];
  }

  #secret(method: string, id: number, body: unknown): Answer {
    const index = this.secrets.findIndex(({ secretId }) => secretId === id);
    const secret = this.secrets[index];
    if (secret === undefined) {
      return notFound;
    }
    if (method === "DELETE") {
      this.secrets.splice(index, 1);
      return [204, undefined];
    }
    if (method === "PATCH") {
      Object.assign(secret, z.strictObject({ name: z.string(), value: z.string() }).parse(body));
    }
    return [200, { data: [secret] }];
  }

  #makeNetwork(body: unknown): Answer {
    const network = z.strictObject({ name: z.string(), description: z.string(), region: z.string() }).parse(body);
    const made = { privateNetworkId: this.#nextId(), ...network, cidr: "10.0.0.0/22", instances: [] };
    this.networks.push(made);
    return [201, { data: [made] }];
  }

  #network(method: string, id: number, instance: string | undefined, body: unknown): Answer {
    const index = this.networks.findIndex(({ privateNetworkId }) => privateNetworkId === id);
    const network = this.networks[index];
    if (network === undefined) {
      return notFound;
    }
    if (instance !== undefined) {
      const others = network.instances.filter(({ instanceId }) => instanceId !== Number(instance));
      network.instances = method === "POST" ? [...others, { instanceId: Number(instance) }] : others;
      return method === "POST" ? [201, undefined] : [204, undefined];
    }
    if (method === "DELETE") {
      this.networks.splice(index, 1);
      return [204, undefined];
    }
    if (method === "PATCH") {
      Object.assign(network, z.strictObject({ name: z.string(), description: z.string() }).parse(body));
    }
    return [200, { data: [network] }];
  }

  #withInstance(id: number, act: (instance: LoopbackInstance) => Answer): Answer {
    const instance = this.instances.find(({ instanceId }) => instanceId === id);
    return instance === undefined ? notFound : act(instance);
  }

  #page(url: URL, rows: readonly unknown[]): Answer {
    const page = Number(url.searchParams.get("page") ?? "1");
    const size = Math.min(Number(url.searchParams.get("size") ?? "10"), this.pageSize);
    const totalPages = Math.ceil(rows.length / size);
    return [200, { _pagination: { size, totalElements: rows.length, totalPages, page }, data: rows.slice((page - 1) * size, page * size) }];
  }

  /** As the API shows a server; never with its user data. */
  #shown({ instanceId, displayName, productId, region, imageId, cancelDate, status, errorMessage }: LoopbackInstance): unknown {
    const ready = status === "running";
    return {
      instanceId,
      displayName,
      productId,
      region,
      imageId,
      cancelDate,
      status,
      ...(errorMessage === undefined ? {} : { errorMessage }),
      ipConfig: { v4: { ip: ready ? `203.0.113.${instanceId % 250}` : "", gateway: "203.0.113.254", netmaskCidr: 24 } },
      cpuCores: this.cpuCores,
      ramMb: 8192,
      diskMb: 153_600,
    };
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

const notFound: Answer = [404, { message: "Entity not found", statusCode: 404 }];
