// Swift with its S3 API, started by tools/test-s3, and a line to it that can be cut.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";
import { join, resolve } from "node:path";

const tool = resolve(import.meta.dirname, "../../tools/test-s3");

export class ObjectStore {
  #child: ChildProcess | undefined;
  #line: Server | undefined;
  #sockets = new Set<Socket>();
  #port = 0;
  folder = "";
  bucket = "";
  accessKey = "";
  secretKey = "";
  /** As the server under test reaches it: through the line. */
  url = "";
  /** Connections from now on are cut after this many bytes went up. */
  cutAfter = Infinity;
  /** How many connections are cut; the ones after it go through. */
  cuts = Infinity;
  connections = 0;

  async start(): Promise<void> {
    const child = spawn(tool, ["sh", "-c", "printenv | grep STEWARD_TEST_S3; echo ready; exec cat"], { stdio: ["pipe", "pipe", "pipe"] });
    this.#child = child;
    let said = "", wrong = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (wrong += text));
    await new Promise<void>((done, fail) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (said.includes("ready\n")) done();
      });
      child.once("close", () => fail(new Error(`tools/test-s3 ended: ${wrong}`)));
    });
    const value = (name: string) => new RegExp(`^STEWARD_TEST_S3${name}=(.*)$`, "m").exec(said)?.[1] ?? "";
    this.#port = Number(new URL(value("")).port);
    [this.folder, this.bucket, this.accessKey, this.secretKey] = [value("_FOLDER"), value("_BUCKET"), value("_ACCESS_KEY"), value("_SECRET_KEY")];
    await this.#openLine();
  }

  async #openLine(): Promise<void> {
    const line = createServer((client) => {
      this.connections += 1;
      const limit = this.cuts > 0 ? this.cutAfter : Infinity;
      if (limit !== Infinity) this.cuts -= 1;
      if (limit === 0) return void client.destroy();
      let sent = 0;
      const upstream = connect(this.#port, "127.0.0.1");
      for (const socket of [client, upstream]) {
        this.#sockets.add(socket);
        socket.on("error", () => undefined).on("close", () => (client.destroy(), upstream.destroy()));
      }
      client.on("data", (piece: Buffer) => {
        sent += piece.length;
        if (sent > limit) client.destroy();
        else upstream.write(piece);
      });
      upstream.on("data", (piece: Buffer) => client.write(piece));
    });
    await new Promise<void>((done) => line.listen(0, "127.0.0.1", done));
    this.#line = line;
    this.url = `http://127.0.0.1:${(line.address() as AddressInfo).port}`;
  }

  /** Out of reach from now on (cutting `cuts` connections), or back. */
  setDown(isDown: boolean, cutAfter = 0, cuts = Infinity): void {
    this.cutAfter = isDown ? cutAfter : Infinity;
    this.cuts = cuts;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  environment(changes: Record<string, string> = {}): Record<string, string> {
    return { STEWARD_S3_ENDPOINT: this.url, STEWARD_S3_BUCKET: this.bucket, STEWARD_S3_ACCESS_KEY: this.accessKey, STEWARD_S3_SECRET_KEY: this.secretKey, ...changes };
  }

  /** What lies on Swift's disk: content of objects, parts included. */
  files(): Buffer[] {
    const walk = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? walk(path) : path.endsWith(".data") ? [path] : [];
      });
    return walk(join(this.folder, "devices")).flatMap((path) => {
      try {
        return [readFileSync(path)];
      } catch {
        return []; // it went while we looked
      }
    });
  }

  async stop(): Promise<void> {
    this.setDown(true);
    this.#line?.close();
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("close", done));
    child.stdin?.end();
    await ended;
  }
}
