/* Rounds: all take turns, so that what else the machine does falls on all alike. */
import { loadavg } from "node:os";

import { ROUNDS } from "./context.mjs";
import { median } from "./report.mjs";

/* `targets`: [{ name, [measure]: async (seconds) => found }]. results[measure][name] is one
   `found` a round, { reason } where it failed. */
export async function take_turns(context, targets, measures, { seconds = context.seconds, warm_up_s = 2, rounds = ROUNDS } = {}) {
  const results = Object.fromEntries(measures.map((measure) => [measure, {}]));
  const has = (target, measure) => Boolean(target[measure]);
  if (warm_up_s > 0)
    for (const target of targets)
      for (const measure of measures) if (has(target, measure)) await target[measure](warm_up_s).catch(() => null);
  for (let round = 1; round <= rounds; round++) {
    context.say(`round ${round} of ${rounds}, load ${loadavg()[0].toFixed(1)}`);
    for (const measure of measures) {
      for (const target of targets.filter((each) => has(each, measure))) {
        const found = await target[measure](seconds).catch((error) => ({ reason: error.message.replace(/\s+/g, " ").slice(0, 160) }));
        (results[measure][target.name] ??= []).push(found);
      }
    }
  }
  return results;
}

export const failure_of = (rounds) => rounds?.find(({ reason }) => reason);
export const is_whole = (rounds) => Boolean(rounds) && !failure_of(rounds);
export const median_of = (rounds, of) => median(rounds.map(of));
/* The median of the ratios within a round. */
export const ratio_of = (own, theirs, of) => median(own.map((each, at) => of(each) / of(theirs[at])));
