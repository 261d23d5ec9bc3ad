/* The shape of a form or a record before it is there. */
import { Skeleton, Stack } from "@mantine/core";
import { useUiWords } from "./words";

export function FormSkeleton({ rows = 6 }: { readonly rows?: number }) {
  const words = useUiWords();
  return (
    <Stack gap="lg" role="status" aria-label={words.loading}>
      {Array.from({ length: rows }, (_, row) => (
        <Stack key={row} gap={6}>
          <Skeleton height={10} width={90} />
          <Skeleton height={30} />
        </Stack>
      ))}
    </Stack>
  );
}
