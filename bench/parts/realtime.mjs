/* 10,000 idle channels, and how long one change takes to reach all of them: bench/realtime.mjs in
   a process of its own, which needs a descriptor for each end. */
import { notes_of } from "../lib/context.mjs";
import { run } from "../lib/process.mjs";

const CHANNELS = 10000;
const SAID = `${CHANNELS.toLocaleString("en-US")} realtime channels`;

export async function realtime() {
  const { entries, note } = notes_of("realtime");
  const script = `ulimit -n "$(ulimit -Hn)" && exec node bench/realtime.mjs ${CHANNELS}`;
  const found = JSON.parse(await run("bash", ["-c", script], { seconds: 180 }));
  if (found.joined !== CHANNELS) throw new Error(`${found.joined} of ${CHANNELS} joined`);
  note(`${SAID}, idle, each`, found.idleBytesEach / 1024, "KiB", "steward");
  note(`${SAID}, after five changes, each`, found.afterTellingBytesEach / 1024, "KiB", "steward");
  note(`${SAID}, a change reaches all, slowest of five`, Math.max(...found.changeReachesAllMs), "ms", "steward");
  return entries;
}
