// What the server has sent: the .eml files of its maildrop (mail_transport directory), read as a
// mail program would read them.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import type { Server } from "./server.ts";

export interface Mail {
  to: string;
  subject: string;
  body: string;
  messageId: string;
  /** Every address in the body. */
  links: string[];
}

const decodeWord = (_: string, text: string) => Buffer.from(text, "base64").toString("utf8");

function parse(source: string): Mail {
  const border = source.indexOf("\r\n\r\n");
  const header = source.slice(0, border).replace(/\r\n[ \t]/g, "");
  const value = (name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(header)?.[1] ?? "";
  const raw = source.slice(border + 4);
  const body = value("Content-Transfer-Encoding") === "base64" ? Buffer.from(raw, "base64").toString("utf8") : raw;
  return {
    to: value("To").replace(/[<>]/g, ""),
    subject: value("Subject").replace(/=\?UTF-8\?B\?([^?]*)\?=/g, decodeWord),
    body,
    messageId: value("Message-ID"),
    links: body.match(/https?:\/\/\S+/g) ?? [],
  };
}

/** All mails to that address, oldest first. */
export async function mailsTo(server: Server, address: string): Promise<Mail[]> {
  const folder = server.maildrop;
  const names = await readdir(folder).catch(() => [] as string[]);
  const mails = await Promise.all(
    names.filter((name) => name.endsWith(".eml")).sort().map((name) => readFile(join(folder, name), "utf8")),
  );
  return mails.map(parse).filter((mail) => mail.to === address.toLowerCase());
}

/** Waits until somebody got mail number `count`, of those with that subject where one is named, and returns it. */
export async function waitForMail(server: Server, address: string, count = 1, subject?: string): Promise<Mail> {
  for (let i = 0; i < 600; i++) {
    const mail = (await mailsTo(server, address)).filter((each) => subject === undefined || each.subject === subject)[count - 1];
    if (mail) return mail;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${address} got no mail number ${count}${subject === undefined ? "" : ` "${subject}"`}`);
}

/** The token that the mail's link carries. */
export function tokenIn(mail: Mail): string {
  const token = /(?:token=|token_hash=|\/reset#)([\w-]+)/.exec(mail.body)?.[1];
  if (!token) throw new Error(`no link in\n${mail.body}`);
  return token;
}
