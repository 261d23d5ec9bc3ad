// OpenID providers to sign in with: the real one of the npm package oidc-provider, and one that says
// whatever a test wants it to. And a browser that keeps cookies and follows redirects.
import { type KeyObject, createHash, createSign, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { type IncomingMessage, type Server as HttpServer, type ServerResponse, createServer } from "node:http";

import { Provider } from "oidc-provider";

export interface GoogleAccount {
  sub: string;
  email: string;
  email_verified: boolean;
  name?: string;
  hd?: string;
}

export const CLIENT = { id: "steward.apps.example", secret: "a secret that google gave" };

const listen = (server: HttpServer) =>
  new Promise<string>((done) => server.listen(0, "127.0.0.1", () => done(`http://127.0.0.1:${(server.address() as { port: number }).port}`)));
const close = (server: HttpServer) => {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
};

const rsaKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const nameOf = (key: KeyObject) => createHash("sha256").update(key.export({ format: "der", type: "pkcs8" })).digest("hex").slice(0, 12);

/** oidc-provider; whoever is named signs in there without being asked. */
export class RealProvider {
  issuer = "";
  account: GoogleAccount = { sub: "1", email: "nobody@example.com", email_verified: true };
  /** What the last sign-in asked for. */
  scopes = "";
  /** Access tokens that count no more because somebody said so. */
  destroyed = 0;
  #redirect = "";
  #server: HttpServer;
  #provider: Provider | undefined;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<void> {
    this.issuer = await listen(this.#server);
  }

  /** Once Steward runs; and again for new keys. */
  open(redirect = this.#redirect): void {
    this.#redirect = redirect;
    const key = rsaKey();
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirect], token_endpoint_auth_method: "client_secret_post" }],
      jwks: { keys: [{ ...key.export({ format: "jwk" }), kid: nameOf(key), use: "sig", alg: "RS256" } as never] },
      cookies: { keys: [randomBytes(16).toString("hex")] },
      claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "hd"] },
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false }, revocation: { enabled: true } },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...this.account, sub }) }),
      loadExistingGrant: async (context) => {
        const grant = new context.oidc.provider.Grant({ clientId: CLIENT.id, accountId: context.oidc.session?.accountId ?? "" });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
    });
    provider.on("access_token.destroyed", () => (this.destroyed += 1));
    this.#provider = provider;
  }

  stop = () => close(this.#server);

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.issuer);
    if (url.pathname === "/auth") this.scopes = url.searchParams.get("scope") ?? this.scopes;
    if (!url.pathname.startsWith("/interaction/")) return void this.#provider?.callback()(request, response);
    await this.#provider?.interactionFinished(request, response, { login: { accountId: this.account.sub } });
  }
}

export interface Saying {
  /** Over the claims that would be right. */
  claims?: Record<string, unknown>;
  algorithm?: "RS256" | "ES256" | "none" | "HS256";
  /** Signed with a key that is not in the set. */
  isForged?: boolean;
  /** Beside the ID token, for the application to keep. */
  tokens?: { access_token?: string; refresh_token?: string; expires_in?: number };
  /** Instead of a token. */
  token?: string;
  status?: number;
}

/** How the provider takes a token back; not at all: it says so in its addresses. */
export type Revocation = "take" | "gone" | "never" | "break" | "hang";

/** A provider that is right unless it is told what to say. */
export class FalseProvider {
  issuer = "";
  saying: Saying = {};
  account: GoogleAccount = { sub: "1", email: "nobody@gmail.com", email_verified: true };
  readonly requests: string[] = [];
  revocation: Revocation | undefined;
  /** What it was told is not wanted any more, whatever it answered; and what it was told wrongly. */
  readonly revoked: { token: string; hint: string }[] = [];
  readonly faults: string[] = [];
  readonly #nonces = new Map<string, { nonce: string; challenge: string }>();
  #server: HttpServer;
  #rsa = rsaKey();
  readonly #ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<void> {
    this.issuer = await listen(this.#server);
  }

  stop = () => close(this.#server);

  rotate(): void {
    this.#rsa = rsaKey();
  }

  #jwk(key: KeyObject, alg: string) {
    const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...open } = key.export({ format: "jwk" });
    return { ...open, kid: nameOf(key), alg, use: "sig" };
  }

  #token(nonce: string): string {
    const { claims, algorithm = "RS256", isForged, token } = this.saying;
    if (token !== undefined) return token;
    const now = Math.floor(Date.now() / 1000);
    const key = algorithm === "ES256" ? this.#ec : this.#rsa;
    const all = { iss: this.issuer, aud: CLIENT.id, azp: CLIENT.id, iat: now, exp: now + 600, nonce, ...this.account, ...claims };
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const bytes = `${part({ alg: algorithm, typ: "JWT", kid: nameOf(key) })}.${part(all)}`;
    if (algorithm === "none") return `${bytes}.`;
    if (algorithm === "HS256") return `${bytes}.${createHash("sha256").update(bytes).digest("base64url")}`;
    if (algorithm === "ES256") return `${bytes}.${sign("sha256", Buffer.from(bytes), { key: this.#ec, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
    return `${bytes}.${createSign("sha256").update(bytes).sign(isForged ? rsaKey() : this.#rsa).toString("base64url")}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.issuer);
    this.requests.push(url.pathname);
    const json = (value: unknown, status = 200) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (url.pathname === "/.well-known/openid-configuration")
      return void json({ issuer: this.issuer, authorization_endpoint: `${this.issuer}/authorize`, token_endpoint: `${this.issuer}/token`, jwks_uri: `${this.issuer}/keys`, ...(this.revocation ? { revocation_endpoint: `${this.issuer}/revoke` } : {}) });
    if (url.pathname === "/keys") return void json({ keys: [this.#jwk(this.#rsa, "RS256"), this.#jwk(this.#ec, "ES256")] });
    if (url.pathname === "/authorize") {
      const code = randomBytes(8).toString("hex");
      this.#nonces.set(code, { nonce: url.searchParams.get("nonce") ?? "", challenge: url.searchParams.get("code_challenge") ?? "" });
      const back = new URL(url.searchParams.get("redirect_uri") ?? "");
      back.searchParams.set("state", url.searchParams.get("state") ?? "");
      back.searchParams.set("code", code);
      return void response.writeHead(302, { location: back.href }).end();
    }
    let body = "";
    for await (const piece of request) body += String(piece);
    const form = new URLSearchParams(body);
    if (url.pathname === "/revoke") return void this.#revoke(request, form, json, response);
    const known = this.#nonces.get(form.get("code") ?? "");
    const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
    if (!known || known.challenge !== challenge || form.get("client_secret") !== CLIENT.secret) return void json({ error: "invalid_grant" }, 400);
    json({ id_token: this.#token(known.nonce), token_type: "Bearer", ...(this.saying.tokens ?? { access_token: "unused" }) }, this.saying.status ?? 200);
  }

  /** RFC 7009, strictly: one POST of a form with exactly these words, from who it knows. */
  #revoke(request: IncomingMessage, form: URLSearchParams, json: (value: unknown, status?: number) => void, response: ServerResponse): void {
    const words = [...form.keys()].sort().join(" ");
    const fault = request.method !== "POST" ? "no POST" : !/^application\/x-www-form-urlencoded\b/.test(request.headers["content-type"] ?? "") ? "no form"
      : words !== "client_id client_secret token token_type_hint" ? `words ${words}` : !form.get("token") ? "no token"
      : !["access_token", "refresh_token"].includes(form.get("token_type_hint") ?? "") ? "no kind" : "";
    if (fault) this.faults.push(fault);
    if (fault) return json({ error: "invalid_request" }, 400);
    if (form.get("client_id") !== CLIENT.id || form.get("client_secret") !== CLIENT.secret) return this.faults.push("client"), json({ error: "invalid_client" }, 401);
    this.revoked.push({ token: form.get("token") ?? "", hint: form.get("token_type_hint") ?? "" });
    if (this.revocation === "hang") return;
    if (this.revocation === "break") return json({ error: "server_error" }, 500);
    if (this.revocation === "gone") return json({ error: "invalid_token" }, 400);
    if (this.revocation === "never") return json({ error: "unsupported_token_type" }, 400);
    response.writeHead(200).end();
  }
}

/** Keeps cookies by host and path, and follows redirects until one leads away from these hosts or
 * past the sign-in. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>();

  cookies = () => [...this.#cookies.keys()];

  async go(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const cookies = [...this.#cookies].filter(([name, { path }]) => name.startsWith(`${url.host} `) && url.pathname.startsWith(path));
    const headers = new Headers(init.headers);
    if (cookies.length > 0) headers.set("cookie", cookies.map(([name, { value }]) => `${name.split(" ")[1]}=${value}`).join("; "));
    const answer = await fetch(url, { ...init, headers, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? "/";
      if (/max-age=0/i.test(line)) this.#cookies.delete(`${url.host} ${name}`);
      else this.#cookies.set(`${url.host} ${name}`, { value, path });
    }
    return answer;
  }

  /** The address the sign-in leads to in the end. */
  async follow(address: string): Promise<URL> {
    let url = new URL(address);
    for (let i = 0; i < 12; i++) {
      const answer = await this.go(url.href);
      const location = answer.headers.get("location");
      if (!location) throw new Error(`${url.href}: ${answer.status} ${await answer.text()}`);
      const wasCallback = url.pathname === "/auth/v1/callback";
      url = new URL(location, url);
      if (wasCallback) return url;
    }
    throw new Error("redirected too often");
  }
}
