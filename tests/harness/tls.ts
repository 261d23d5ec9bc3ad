// A certificate of one's own, and clients that take it: HTTP/2 by node:http2, also as a `fetch` that
// supabase-js uses.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { type ClientHttp2Session, type IncomingHttpHeaders, type OutgoingHttpHeaders, connect } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificate {
  folder: string;
  certificate: string;
  key: string;
  /** For the command line of the server. */
  arguments: string[];
}

/** Writes a fresh key and a certificate for it into these files. */
export function renewCertificate({ certificate, key }: Pick<Certificate, "certificate" | "key">): void {
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate], { stdio: "ignore" });
}

export async function makeCertificate(): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), "steward-tls-"));
  const made = { folder, certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
  renewCertificate(made);
  return { ...made, arguments: ["--tls-certificate", made.certificate, "--tls-key", made.key] };
}

export const removeCertificate = ({ folder }: Certificate): Promise<void> => rm(folder, { recursive: true, force: true });

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export class Http2 {
  readonly session: ClientHttp2Session;

  private constructor(session: ClientHttp2Session) {
    this.session = session;
  }

  static async open(url: string, certificate: Pick<Certificate, "certificate">): Promise<Http2> {
    const session = connect(url, { ca: await readFile(certificate.certificate) });
    await new Promise<void>((done, fail) => {
      session.once("connect", () => done());
      session.once("error", fail);
    });
    session.on("error", () => undefined);
    return new Http2(session);
  }

  ask(path: string, headers: OutgoingHttpHeaders = {}, body?: Buffer | string): Promise<Answer> {
    return new Promise((done, fail) => {
      const stream = this.session.request({ ":path": path, ...headers }, { endStream: body === undefined });
      const pieces: Buffer[] = [];
      let answered: { status: number; headers: IncomingHttpHeaders } | undefined;
      stream.on("response", (head) => (answered = { status: head[":status"] ?? 0, headers: head }));
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("error", fail);
      // Not "close": Node leaves it out when an answer comes before the whole request is sent.
      stream.on("end", () => {
        if (answered) done({ ...answered, body: Buffer.concat(pieces) });
      });
      stream.on("close", () => fail(new Error(`no answer: reset by ${String(stream.rstCode)}`)));
      if (body !== undefined) stream.end(body);
    });
  }

  /** As a browser's fetch, over this one connection. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const body = request.body ? Buffer.from(await request.arrayBuffer()) : undefined;
    const { status, headers, body: answer } = await this.ask(url.pathname + url.search, { ":method": request.method, ...Object.fromEntries(request.headers) }, body);
    const kept = Object.entries(headers).filter(([name]) => !name.startsWith(":")).map(([name, value]) => [name, String(value)] as [string, string]);
    return new Response([204, 304].includes(status) ? null : Uint8Array.from(answer), { status, headers: kept });
  };

  /** At once: session.close waits for streams, and Node forgets some whose answer came early. */
  close(): Promise<void> {
    return new Promise((done) => {
      if (this.session.destroyed) return done();
      this.session.once("close", done);
      this.session.destroy();
    });
  }
}
