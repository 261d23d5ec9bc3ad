/* One's own name and addresses, password, language and light. */
import { useQuery } from "@tanstack/react-query";
import { readProfile } from "../../api/account";
import { keys } from "../../api/keys";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { ErrorState } from "../../ui/ErrorState";
import { FormSkeleton } from "../../ui/FormSkeleton";
import { Panel } from "../../ui/Panel";
import { FactorPanel } from "./FactorPanel";
import { LookPanel } from "./LookPanel";
import { PasswordPanel } from "./PasswordPanel";
import { ProfileForm } from "./ProfileForm";
import { WaysPanel } from "./WaysPanel";

export function ProfileSection() {
  const t = useTranslate();
  const profile = useQuery({ queryKey: keys.named("account", "own"), queryFn: readProfile });
  return (
    <>
      <Panel title={t("profile.title")}>
        {profile.isError && (
          <ErrorState message={sentenceOf(profile.error, t)} onRetry={() => void profile.refetch()} />
        )}
        {profile.isPending && <FormSkeleton rows={3} />}
        {profile.data && <ProfileForm key={JSON.stringify(profile.data)} profile={profile.data} />}
      </Panel>
      <LookPanel />
      <PasswordPanel />
      <WaysPanel />
      <FactorPanel />
    </>
  );
}
