// Where mail goes when nobody has said where: it stays in the store, sealed, where only the operator
// of the machine reads it, and is sent once there is a mail server, if it is still good by then.
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { randomName, send } from "../harness/client.ts";
import { filesIn } from "../harness/files.ts";
import { Server } from "../harness/server.ts";
import { Smtp } from "../harness/smtp.ts";
import { openedTables } from "../harness/sealed.ts";
import { storedTables, textOf } from "../harness/stored.ts";

const HOLD = { STEWARD_MAIL_TRANSPORT: "hold", STEWARD_MAIL_DIRECTORY: "" };
const HOUR_MS = 3_600_000;

interface Held {
  id: string;
  kind: string;
  to: string;
  subject: string;
}

describe("mail without a mail server", () => {
  let server: Server;
  const smtp = new Smtp();
  const early = `${randomName("early")}@example.com`;
  const late = `${randomName("late")}@example.com`;

  const held = async (): Promise<Held[]> => {
    const done = await server.run("mail", "list");
    expect([done.code, done.stderr]).toEqual([0, ""]);
    return done.stdout.split("\n").flatMap((line) => {
      const found = /^([0-9a-f-]{36}) {2}\S{16} {2}(\S+) +(\S+) {2}(.*)$/.exec(line);
      return found ? [{ id: found[1] ?? "", kind: found[2] ?? "", to: found[3] ?? "", subject: found[4] ?? "" }] : [];
    });
  };
  const signUp = (email: string) => send(server, "/auth/v1/signup", { body: { email, password: "a good passphrase" } });
  const recover = (email: string) => send(server, "/auth/v1/recover", { body: { email } });

  beforeAll(async () => {
    server = await Server.make({ environment: HOLD });
    await server.start();
    for (const email of [early, late]) expect((await signUp(email)).status).toBe(200);
    expect((await recover(late)).status).toBe(200);
  });
  afterAll(async () => {
    await server.remove();
    await smtp.close();
  });

  it("waits in the store, and the operator of the machine reads it there", async () => {
    const list = await held();
    expect(list.map((each) => [each.kind, each.to])).toEqual([["confirm", early], ["confirm", late], ["recovery", late]]);
    expect(list[2]?.subject).toBe("Set a new password");
    const shown = await server.run("mail", "show", list[2]?.id ?? "");
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringMatching(new RegExp(`^To: ${late}\nSubject: Set a new password\n\n[^]*/reset#[\\w-]{20,}`))]);
    const token = /\/reset#([\w-]+)/.exec(shown.stdout)?.[1] ?? "";
    expect(textOf(await openedTables(server))).toContain("mail.show");
    // The link is in no file and no cell that can be read, whoever has a copy of the store.
    const tables = textOf(await storedTables(server));
    expect(tables).toContain("recovery");
    for (const text of [tables, server.lines.join("\n"), ...filesIn(server.folder).map((path) => readFileSync(path, "latin1"))]) {
      expect(text.includes(token)).toBe(false);
      expect(text.includes(late)).toBe(false);
    }
    expect(filesIn(server.folder).filter((path) => path.endsWith(".eml"))).toEqual([]);
    expect((await send(server, "/auth/v1/verify", { body: { type: "recovery", token_hash: token } })).status).toBe(200);
  });

  it("is no answer to a wrong word", async () => {
    for (const [args, sentence] of [
      [[], "mail what?"], [["send"], "mail what?"], [["show"], "id of a mail"], [["show", "x"], "id of a mail"],
      [["delete"], "id of a mail"], [["list", "--all"], "--all is for delete"], [["list", "more"], "not understood"],
      [["show", "01890a5d-ac96-774b-bcce-b302099a8057"], "No mail with this id"], [["delete", "01890a5d-ac96-774b-bcce-b302099a8057"], "No mail with this id"],
    ] as [string[], string][]) {
      const done = await server.run("mail", ...args);
      expect([args, done.code === 0, done.stdout, done.stderr]).toEqual([args, false, "", expect.stringContaining(sentence)]);
    }
    expect(await held()).toHaveLength(3);
  });

  it("is said by doctor, with what to do; and what an earlier version has left readable", async () => {
    const line = async () => /^(\w+) +mail +(.*)$/m.exec((await server.run("doctor")).stdout)?.slice(1);
    expect(await line()).toEqual(["hint", expect.stringMatching(/nobody gets any: 3 wait .* smtp_url and mail_transport to smtp.*steward mail list/)]);
    await mkdir(join(server.folder, "data", "mail"));
    expect(await line()).toEqual(["FAULT", expect.stringContaining(join(server.folder, "data/mail"))]);
    await rm(join(server.folder, "data", "mail"), { recursive: true });
  });

  it("is deleted when the operator says so", async () => {
    const [first] = await held();
    const done = await server.run("mail", "delete", first?.id ?? "");
    expect([done.code, done.stdout]).toEqual([0, "1 deleted\n"]);
    expect((await held()).map((each) => each.to)).toEqual([late, late]);
    expect((await server.run("mail", "delete", first?.id ?? "")).code).not.toBe(0);
  });

  it("is sent once there is a mail server, unless its link works no more", async () => {
    const good = (await held()).filter((each) => each.kind === "confirm").map((each) => each.to);
    expect(good).toContain(late);
    const port = await smtp.listen();
    server.options.environment = {
      STEWARD_MAIL_TRANSPORT: "smtp", STEWARD_SMTP_URL: `smtp://127.0.0.1:${port}`, STEWARD_MAIL_FROM: "mail@pace.example",
      STEWARD_CLOCK_SHIFT_MS: String(2 * HOUR_MS), // past the hour of the recovery, within the week of the confirmation
    };
    await server.restart();
    const after = `${randomName("after")}@example.com`;
    await signUp(after);
    await expect.poll(() => smtp.letters.map((each) => each.to).sort(), { timeout: 60_000 }).toEqual([after, ...good].sort());
    expect(smtp.letters.find((each) => each.to === late)?.text).toContain("/auth/v1/verify?type=signup&token=");
    expect(await held()).toEqual([]);
    const [table] = (await openedTables(server)).filter(({ name }) => name === "outbox_mail");
    const column = (name: string) => table?.columns.indexOf(name) ?? -1;
    const recovery = table?.rows.find((row) => row[column("kind")] === "recovery");
    expect([recovery?.[column("status")], recovery?.[column("fault")], recovery?.[column("sealed")]]).toEqual(["failed", "too late to be sent", ""]);
    expect((await server.run("mail", "list")).stdout).toBe("No mail waits to be sent.\n");
  });
});

describe("mail into a folder", () => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.make();
    await mkdir(join(server.folder, "data"));
    await mkdir(join(server.folder, "data.backups"));
    symlinkSync(join(server.folder, "data"), join(server.folder, "link"));
  });
  afterAll(() => server.remove());

  it("is refused wherever it would lie beside the encrypted data, and without a folder", async () => {
    const inside = ["data", "data/", "data/mail", "data/../data/mail/", "link", "link/a/b", "data.backups", "data.backups/mail", "new/../data/mail"];
    for (const [where, sentence] of [["", "name the folder"], ...inside.map((each) => [join(server.folder, "x").slice(0, -1) + each, "outside of both"])]) {
      const done = await server.run("serve", "--listen", "127.0.0.1:0", "--mail-directory", where ?? "");
      expect([where, done.code === 0, done.stderr]).toEqual([where, false, expect.stringMatching(new RegExp(`Setting mail_directory: .*${sentence}`))]);
    }
    expect(existsSync(join(server.folder, "data", "steward.db"))).toBe(false);
  });

  it("is taken beside it, also where the name only begins the same", async () => {
    for (const where of ["maildrop", "data.mail", "data-mail/deep/er"]) {
      const done = await server.run("doctor", "--mail-directory", join(server.folder, where));
      expect([where, /^(\w+) +mail +(.*)$/m.exec(done.stdout)?.slice(1)]).toEqual([where, ["ok", `readable files in ${join(server.folder, where)}`]]);
    }
  });
});
