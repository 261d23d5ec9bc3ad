/* The short test of an article: choose, hand in, see what was right. */
import { useState } from "react";
import { Alert, Button, Checkbox, Radio, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/client";
import { keys } from "../../api/keys";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";
import { Panel } from "../../ui/Panel";
import { useDo, type Article, type Marked, type Question } from "./knowledge";

interface Props {
  readonly article: Article;
  readonly isPassed: boolean;
}

export function QuizPanel({ article, isPassed }: Props) {
  const t = useTranslate();
  const { toast } = useFeedback();
  const [given, setGiven] = useState<readonly (readonly number[])[]>([]);
  const [marked, setMarked] = useState<Marked | null>(null);
  const quiz = useQuery({
    queryKey: keys.named("article", "quiz", article.id, String(article.version_number)),
    queryFn: async () => (await call("quiz_take", { article_id: article.id })) as unknown as { questions: Question[] },
  });
  const questions = quiz.data?.questions ?? [];
  const hand = useDo(
    async (answers: readonly (readonly number[])[]) =>
      (await call("quiz_answer", {
        article_id: article.id,
        number: article.version_number,
        answers: answers as never,
      })) as unknown as Marked,
  );
  const set = (at: number, choices: readonly number[]) =>
    setGiven(questions.map((_, i) => (i === at ? choices : (given[i] ?? []))));

  return (
    <Panel
      title={t("knowledge.test")}
      note={isPassed ? t("knowledge.passed") : t("knowledge.passFrom", { percent: article.pass_percent })}
    >
      <Stack>
        {questions.map((question, i) => {
          const chosen = (given[i] ?? []).map(String);
          const choices = question.choices.map((choice, k) => ({ choice, value: String(k) }));
          const result = marked?.results[i];
          const note = result && (result.is_right ? t("knowledge.right") : t("knowledge.wrong"));
          const label = `${i + 1}. ${question.question}`;
          const description = [note, result?.explanation].filter(Boolean).join(" · ");
          return question.has_several ? (
            <Checkbox.Group
              key={i}
              label={label}
              description={description || t("knowledge.several")}
              value={chosen}
              onChange={(next) => set(i, next.map(Number))}
            >
              <Stack gap="xs" mt="xs">
                {choices.map(({ choice, value }) => (
                  <Checkbox key={value} value={value} label={choice} />
                ))}
              </Stack>
            </Checkbox.Group>
          ) : (
            <Radio.Group
              key={i}
              label={label}
              description={description}
              value={chosen[0] ?? null}
              onChange={(next) => set(i, [Number(next)])}
            >
              <Stack gap="xs" mt="xs">
                {choices.map(({ choice, value }) => (
                  <Radio key={value} value={value} label={choice} />
                ))}
              </Stack>
            </Radio.Group>
          );
        })}
        {marked && (
          <Alert color={marked.is_passed ? "green" : "yellow"} role="status">
            {t(marked.is_passed ? "knowledge.resultPassed" : "knowledge.resultFailed", {
              score: marked.score,
              count: marked.question_count,
            })}
          </Alert>
        )}
        <Button
          loading={hand.isPending}
          disabled={questions.length === 0 || questions.some((_, i) => (given[i] ?? []).length === 0)}
          onClick={() =>
            hand.mutate(given, {
              onSuccess: setMarked,
              onError: (error) => toast({ message: sentenceOf(error, t), tone: "bad" }),
            })
          }
        >
          {t("knowledge.handIn")}
        </Button>
      </Stack>
    </Panel>
  );
}
