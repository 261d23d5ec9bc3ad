/* What one signs in with besides the password: accounts of Google, linked and taken away again. */
import { useEffect, useState } from "react";
import { Alert, Button, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { linkGoogle, readWaysIn, signInByFragment, unlinkWayIn, type WayIn } from "../../api/account";
import { forget, keys } from "../../api/keys";
import { useServer } from "../../api/server";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { to } from "../../paths/to";
import { useFeedback } from "../../ui/feedback";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import classes from "./List.module.css";

export function WaysPanel() {
  const t = useTranslate();
  const cache = useQueryClient();
  const server = useServer();
  const { ask, toast } = useFeedback();
  const [fragment] = useState(() => new URLSearchParams(location.hash.slice(1)));
  const ways = useQuery({ queryKey: keys.named("account", "ways"), queryFn: readWaysIn });
  const changed = () => forget(cache, "account");
  const link = useMutation({ mutationFn: () => linkGoogle(to.settings("profile")) });
  const unlink = useMutation({
    mutationFn: unlinkWayIn,
    onSuccess: async () => {
      await changed();
      toast({ message: t("ways.removed") });
    },
  });
  const arrive = useMutation({
    mutationFn: () => signInByFragment(fragment),
    onSuccess: async () => {
      await changed();
      toast({ message: t("ways.linked") });
    },
  });
  const { mutate: arriveNow } = arrive;
  /* Back from Google: the address holds the session, and must not stay in the history. */
  const isBack = fragment.has("access_token");
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
    if (isBack) arriveNow();
  }, [isBack, arriveNow]);

  const google = ways.data?.filter((way) => !way.isPassword) ?? [];
  const isOnlyWay = google.length === 1 && !ways.data?.some((way) => way.isPassword);
  const failure = link.error ?? unlink.error ?? arrive.error ?? ways.error;
  const askToRemove = async (way: WayIn) => {
    const question = {
      title: t("ways.remove"),
      body: t("ways.removeBody", { email: way.email }),
      confirm: t("ways.remove"),
    };
    if (await ask({ ...question, danger: true })) unlink.mutate(way);
  };
  if (ways.data && google.length === 0 && !server.data?.google) return null;

  return (
    <Panel title={t("ways.title")} note={t("ways.note")}>
      <Stack>
        {failure && <Alert color="red" role="alert" title={sentenceOf(failure, t)} />}
        {fragment.has("error_code") && <Alert color="red" role="alert" title={fragment.get("error_description")} />}
        {ways.isPending && <FormSkeleton rows={1} />}
        {google.length > 0 && (
          <ul className={classes.list}>
            {google.map((way) => (
              <li key={way.id} className={classes.item}>
                <div className={classes.main}>
                  <div className={classes.name}>{t("ways.google")}</div>
                  <div className={classes.detail}>{way.email}</div>
                  {isOnlyWay && (
                    <div id={`only-${way.id}`} className={classes.detail}>
                      {t("ways.only")}
                    </div>
                  )}
                </div>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`${t("ways.remove")}: ${way.email}`}
                  {...(isOnlyWay && { disabled: true, "aria-describedby": `only-${way.id}` })}
                  loading={unlink.isPending && unlink.variables.id === way.id}
                  onClick={() => void askToRemove(way)}
                >
                  {t("ways.remove")}
                </Button>
              </li>
            ))}
          </ul>
        )}
        {server.data?.google && (
          <div>
            <Button variant="default" loading={link.isPending || link.isSuccess} onClick={() => link.mutate()}>
              {t("ways.link")}
            </Button>
          </div>
        )}
      </Stack>
    </Panel>
  );
}
