/* It did not work: the sentence, and another try. */
import { Alert, Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useUiWords } from "./words";

interface Props {
  readonly message: string;
  readonly onRetry?: () => void;
}

export function ErrorState({ message, onRetry }: Props) {
  const words = useUiWords();
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert" title={message}>
      {onRetry && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {words.retry}
        </Button>
      )}
    </Alert>
  );
}
