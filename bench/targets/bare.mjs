/* Bare loops: the same statement without HTTP, see bench/bare.c. */
import { ask } from "../lib/load.mjs";
import { run } from "../lib/process.mjs";
import { BARE } from "./steward.mjs";

const CALLERS = 64;

/* Loops over the store of `server`; `kinds` are "store" and "sqlite". Their answer must be the
   server's, byte for byte. */
export async function bare(server, kinds, cores) {
  const made = [];
  for (const kind of kinds) {
    const answer = await run(BARE, ["answer", `get ${kind}`], { env: server.env });
    if (answer !== (await ask(server.get))) throw new Error(`get ${kind} does not answer as the server does`);
    const loop = async (verb, seconds, threads) => {
      const words = ["run", `${verb} ${kind}`, String(seconds), String(threads)];
      const said = await run(BARE, words, { env: server.env, seconds: seconds + 40 });
      const [per_second, processor_us] = said.split(" ").map(Number);
      /* On PostgreSQL most of the work is done by another process, which this does not see. */
      return server.env.STEWARD_DATABASE ? { per_second } : { per_second, processor_us };
    };
    made.push({
      name: server.env.STEWARD_DATABASE ? `bare ${kind} postgresql` : `bare ${kind}`,
      get: (seconds) => loop("get", seconds, cores),
      post: (seconds) => loop("post", seconds, CALLERS),
    });
  }
  return made;
}
