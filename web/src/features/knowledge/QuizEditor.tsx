/* The questions of the next version: text, choices one a line, the right ones marked with a star. */
import { useState } from "react";
import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { Panel } from "../../ui/Panel";
import { useDo, type Question } from "./knowledge";

interface Draft {
  readonly question: string;
  readonly lines: string;
  readonly explanation: string;
}

const draftOf = ({ question, choices, answers = [], explanation = "" }: Question): Draft => ({
  question,
  lines: choices.map((choice, i) => (answers.includes(i) ? `* ${choice}` : choice)).join("\n"),
  explanation,
});

function questionOf({ question, lines, explanation }: Draft): Question {
  const choices = lines.split("\n").filter((line) => line.trim() !== "");
  return {
    question,
    choices: choices.map((line) => line.replace(/^\s*\*/, "").trim()),
    answers: choices.flatMap((line, i) => (/^\s*\*/.test(line) ? [i] : [])),
    explanation,
  };
}

export function QuizEditor({ article }: { readonly article: string }) {
  const t = useTranslate();
  const { toast } = useFeedback();
  const [edited, setEdited] = useState<readonly Draft[] | null>(null);
  const quiz = useQuery({
    queryKey: keys.named("article", "questions", article),
    queryFn: async () => (await call("quiz_edit", { article_id: article })) as unknown as { questions: Question[] },
  });
  const save = useDo((drafts: readonly Draft[]) =>
    call("quiz_save", { article_id: article, questions: drafts.map(questionOf) as never }),
  );
  const drafts = edited ?? quiz.data?.questions.map(draftOf) ?? [];
  const set = (at: number, next: Partial<Draft>) =>
    setEdited(drafts.map((draft, i) => (i === at ? { ...draft, ...next } : draft)));

  return (
    <Panel title={t("knowledge.test")} note={t("knowledge.testHelp")}>
      <Stack>
        {drafts.map((draft, i) => (
          <Stack key={i} gap="xs">
            <Group align="end" wrap="nowrap">
              <TextInput
                flex={1}
                label={t("knowledge.question", { number: i + 1 })}
                maxLength={500}
                value={draft.question}
                onChange={(event) => set(i, { question: event.currentTarget.value })}
              />
              <Button
                variant="default"
                px="xs"
                aria-label={t("knowledge.removeQuestion", { number: i + 1 })}
                onClick={() => setEdited(drafts.filter((_, k) => k !== i))}
              >
                <IconTrash size={16} />
              </Button>
            </Group>
            <Textarea
              label={t("knowledge.choices")}
              description={t("knowledge.choicesHelp")}
              autosize
              minRows={3}
              value={draft.lines}
              onChange={(event) => set(i, { lines: event.currentTarget.value })}
            />
            <TextInput
              label={t("knowledge.why")}
              maxLength={500}
              value={draft.explanation}
              onChange={(event) => set(i, { explanation: event.currentTarget.value })}
            />
          </Stack>
        ))}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            disabled={drafts.length >= 30}
            onClick={() => setEdited([...drafts, { question: "", lines: "", explanation: "" }])}
          >
            {t("knowledge.addQuestion")}
          </Button>
          <Button
            disabled={edited === null}
            loading={save.isPending}
            onClick={() =>
              save.mutate(drafts, {
                onSuccess: () => {
                  setEdited(null);
                  toast({ message: t("knowledge.testSaved") });
                },
                onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
              })
            }
          >
            {t("knowledge.saveTest")}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
