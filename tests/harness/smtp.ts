// A small SMTP server that sometimes refuses, stalls, or hangs up.
import { type Server as NetServer, type Socket, createServer } from "node:net";

export interface Letter {
  from: string;
  to: string;
  text: string;
}

/** How the server answers the end of a letter, or a recipient. */
export type Mood = "take" | "busy" | "refuse" | "hang up";

export class Smtp {
  readonly letters: Letter[] = [];
  readonly moods: Mood[] = [];
  attempts = 0;
  #server: NetServer;

  constructor() {
    this.#server = createServer((socket) => this.#talk(socket));
  }

  listen = () => new Promise<number>((done) => this.#server.listen(0, "127.0.0.1", () => done((this.#server.address() as { port: number }).port)));
  close = () => new Promise((done) => this.#server.close(done));

  #talk(socket: Socket) {
    const letter: Letter = { from: "", to: "", text: "" };
    let isData = false;
    let rest = "";
    socket.on("error", () => undefined);
    socket.write("220 test ESMTP\r\n");
    const command = (line: string) => {
      if (/^(EHLO|HELO)/i.test(line)) socket.write("250 test\r\n");
      else if (/^MAIL FROM:/i.test(line)) (letter.from = /<(.*)>/.exec(line)?.[1] ?? ""), socket.write("250 ok\r\n");
      else if (/^RCPT TO:/i.test(line)) {
        this.attempts += 1;
        letter.to = /<(.*)>/.exec(line)?.[1] ?? "";
        const mood = this.moods[0];
        if (mood === "refuse" || mood === "busy") this.moods.shift();
        socket.write(mood === "refuse" ? "550 no such user\r\n" : mood === "busy" ? "451 later\r\n" : "250 ok\r\n");
      } else if (/^DATA/i.test(line)) (isData = true), socket.write("354 go on\r\n");
      else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
      else socket.write("250 ok\r\n");
    };
    socket.on("data", (piece) => {
      rest += piece.toString("utf8");
      for (let at = rest.indexOf("\r\n"); at >= 0; at = rest.indexOf("\r\n")) {
        const line = rest.slice(0, at);
        rest = rest.slice(at + 2);
        if (!isData) command(line);
        else if (line !== ".") letter.text += `${line}\n`;
        else {
          isData = false;
          const mood = this.moods.shift() ?? "take";
          this.letters.push({ ...letter });
          if (mood === "hang up") socket.destroy();
          else socket.write("250 queued\r\n");
        }
      }
    });
  }
}
