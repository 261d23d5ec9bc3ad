/* Name, username and e-mail address. */
import { useState } from "react";
import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { saveProfile, type Profile } from "../../api/account";
import type { ApiError } from "../../api/errors";
import { forget } from "../../api/keys";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate, type WordKey } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";

const inputs = [
  { name: "name", label: "account.name", type: "text", complete: "name" },
  { name: "username", label: "account.username", type: "text", complete: "username" },
  { name: "email", label: "account.email", type: "email", complete: "email" },
] as const satisfies readonly { name: keyof Profile; label: WordKey; type: string; complete: string }[];

/* The server names its own columns. */
const columns: Record<keyof Profile, string> = { name: "display_name", username: "username", email: "email" };

export function ProfileForm({ profile }: { readonly profile: Profile }) {
  const t = useTranslate();
  const cache = useQueryClient();
  const { toast } = useFeedback();
  const [values, setValues] = useState(profile);
  const save = useMutation<unknown, ApiError>({
    mutationFn: () => saveProfile(profile, values),
    onSuccess: async () => {
      await forget(cache, "account", "member");
      toast({ message: t("settings.saved") });
    },
  });
  const named = inputs.find(({ name }) => columns[name] === save.error?.field);
  const sentence = save.error ? sentenceOf(save.error, t) : null;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        {sentence && !named && <Alert color="red" role="alert" title={sentence} />}
        {inputs.map(({ name, label, type, complete }) => (
          <TextInput
            key={name}
            type={type}
            label={t(label)}
            autoComplete={complete}
            required={name !== "username"}
            withAsterisk={false}
            maw={420}
            error={named?.name === name ? sentence : null}
            value={values[name]}
            onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
          />
        ))}
        <Group>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={inputs.every(({ name }) => values[name] === profile[name])}
          >
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
