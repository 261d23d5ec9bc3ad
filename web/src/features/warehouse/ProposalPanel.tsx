/* What a box may hold, as it was proposed: a person accepts or rejects each, or all that are sure. */
import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { anyEntity, answer, call } from "../../api/client";
import { keys } from "../../api/keys";
import { levelIn, useMe } from "../../api/session";
import { useFormat } from "../../i18n/format";
import { useTranslate } from "../../i18n/translate";
import { Panel } from "../../ui/Panel";
import { useAct } from "./counts";
import classes from "./Warehouse.module.css";

const SURE = 900;

interface Proposal {
  readonly id: string;
  readonly source: string;
  readonly confidence_permille: number;
  readonly description: string;
  readonly size: string | null;
  readonly quantity: number;
}

export function ProposalPanel({ box }: { readonly box: string }) {
  const t = useTranslate();
  const me = useMe();
  const format = useFormat();
  const found = useQuery({
    queryKey: keys.named("inbound_proposal", "box", box),
    queryFn: () =>
      answer<Proposal[]>(
        anyEntity
          .from("inbound_proposal")
          .select("id,source,confidence_permille,description,size,quantity")
          .eq("inbound_box_id", box)
          .eq("state", "proposed")
          .order("confidence_permille", { ascending: false }),
      ),
  });
  const accept = useAct((id: string) => call("inbound_accept", { id }));
  const acceptSure = useAct(() => call("inbound_accept", { inbound_box_id: box, confidence_permille: SURE }));
  const reject = useAct((id: string) => call("inbound_reject", { id }));
  const proposals = found.data ?? [];
  const may = levelIn(me, "warehouse") >= 2;
  if (proposals.length === 0) return null;
  return (
    <Panel title={t("box.proposals")}>
      <ul className={classes.list}>
        {proposals.map((proposal) => (
          <li key={proposal.id} className={classes.item}>
            <span className={classes.line}>
              <span>
                {proposal.quantity} × {[proposal.description, proposal.size].filter(Boolean).join(" · ")}
              </span>
              <span className={classes.dim}>
                {t("box.sure", { percent: format.percent(proposal.confidence_permille / 1000) })} · {proposal.source}
              </span>
            </span>
            {may && (
              <Group gap="xs">
                <Button size="compact-sm" variant="light" onClick={() => accept.mutate(proposal.id)}>
                  {t("box.accept")}
                </Button>
                <Button size="compact-sm" variant="subtle" color="gray" onClick={() => reject.mutate(proposal.id)}>
                  {t("box.reject")}
                </Button>
              </Group>
            )}
          </li>
        ))}
      </ul>
      {may && proposals.some(({ confidence_permille: sure }) => sure >= SURE) && (
        <Button mt="md" variant="default" loading={acceptSure.isPending} onClick={() => acceptSure.mutate(undefined)}>
          {t("box.acceptSure", { percent: format.percent(SURE / 1000) })}
        </Button>
      )}
    </Panel>
  );
}
