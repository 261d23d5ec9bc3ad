/* Who did what in the workspace: by person, module and day. */
import { useState } from "react";
import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconActivity } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { anyEntity, answer } from "../../api/client";
import { grantableModules } from "../../api/entity";
import { keys } from "../../api/keys";
import { firstIdAt } from "../../api/newId";
import { entityOf, isEntity } from "../../api/rows";
import { levelIn, useMe } from "../../api/session";
import { useFormat } from "../../i18n/format";
import { moduleLabel } from "../../i18n/labels";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { useActNames } from "./actNames";
import { actWord } from "./acts";
import classes from "./Knowledge.module.css";
import { useMembers } from "./knowledge";

interface Act {
  readonly id: string;
  readonly action: string;
  readonly entity: string | null;
  readonly row_id: string | null;
  readonly count: number;
  readonly created_by: string | null;
  readonly created_at: string;
}

const ROWS = 50;
const DAY_MS = 86_400_000;

export function ActivityPage() {
  const t = useTranslate();
  const format = useFormat();
  const me = useMe();
  const members = useMembers().data ?? [];
  const [person, setPerson] = useState("");
  const [module, setModule] = useState("");
  const [day, setDay] = useState("");
  const query = useInfiniteQuery({
    queryKey: keys.named("activity", person, module, day),
    initialPageParam: "",
    queryFn: ({ pageParam }) => {
      let request = anyEntity.from("activity").select("id,action,entity,row_id,count,created_by,created_at");
      for (const [column, value] of Object.entries({ created_by: person, module, day }))
        if (value) request = request.eq(column, value);
      /* An id begins with its time, and the day is the team's: no zone is further away than this. */
      if (day)
        request = request
          .gte("id", firstIdAt(Date.parse(day) - DAY_MS))
          .lt("id", firstIdAt(Date.parse(day) + 2 * DAY_MS));
      if (pageParam) request = request.lt("id", pageParam);
      return answer<Act[]>(request.order("id", { ascending: false }).limit(ROWS));
    },
    getNextPageParam: (page) => (page.length < ROWS ? undefined : page.at(-1)?.id),
  });
  const acts = query.data?.pages.flat() ?? [];
  const names = useActNames(acts);
  const nameOf = (account: string | null) =>
    members.find(({ account_id }) => account_id === account)?.display_name ?? t("knowledge.formerMember");
  const whatOf = ({ entity, count, row_id }: Act) => {
    if (!entity || !isEntity(entity)) return null;
    const { label, plural } = entityOf(entity);
    const words = count > 1 ? `${format.number(count)} ${t.inside(plural)}` : t.inside(label);
    if (!row_id || count > 1) return words;
    const name = names.get(row_id);
    return (
      <>
        {name && `${words} `}
        <Link href={entity === "article" ? to.article(row_id) : to.record(entity, row_id)}>{name ?? words}</Link>
      </>
    );
  };

  return (
    <Page title={t("knowledge.activity")} narrow>
      <Group align="end">
        <NativeSelect
          label={t("knowledge.member")}
          value={person}
          onChange={(event) => setPerson(event.currentTarget.value)}
          data={[
            { value: "", label: t("knowledge.anybody") },
            ...members.map((one) => ({ value: one.account_id, label: one.display_name })),
          ]}
        />
        <NativeSelect
          label={t("knowledge.module")}
          value={module}
          onChange={(event) => setModule(event.currentTarget.value)}
          data={[
            { value: "", label: t("knowledge.anyModule") },
            ...grantableModules
              .filter((one) => levelIn(me, one) >= 1)
              .map((one) => ({ value: one, label: moduleLabel(one, t) })),
          ]}
        />
        <TextInput
          type="date"
          label={t("knowledge.day")}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </Group>
      {query.isError && <ErrorState message={sentenceOf(query.error, t)} onRetry={() => void query.refetch()} />}
      {query.isPending && <FormSkeleton />}
      {query.data && acts.length === 0 && (
        <EmptyState icon={<IconActivity size={28} />} title={t("knowledge.noActs")} body={t("knowledge.noActsBody")} />
      )}
      {acts.length > 0 && (
        <Panel>
          <ul className={classes.feed}>
            {acts.map((act) => (
              <li key={act.id} className={classes.act}>
                <span>
                  <strong>{nameOf(act.created_by)}</strong> {actWord(act.action, t)} {whatOf(act)}
                </span>
                <time dateTime={act.created_at}>{format.instantShort(act.created_at)}</time>
              </li>
            ))}
          </ul>
          {query.hasNextPage && (
            <Button
              mt="md"
              variant="default"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t("knowledge.older")}
            </Button>
          )}
        </Panel>
      )}
    </Page>
  );
}
