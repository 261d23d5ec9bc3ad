/* Go anywhere or do anything by typing: a combobox in a dialog. */
import { useId, useState, type KeyboardEvent, type ReactNode } from "react";
import { Modal } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import classes from "./CommandPalette.module.css";
import { useUiWords } from "./words";

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly icon: ReactNode;
  readonly hint?: string;
  readonly run: () => void;
}

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly label: string;
  readonly commands: readonly Command[];
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

export function CommandPalette({ opened, onClose, label, commands, search, onSearch }: Props) {
  const words = useUiWords();
  const id = useId();
  const [wanted, setWanted] = useState(0);
  const active = Math.min(wanted, Math.max(0, commands.length - 1));
  const optionId = (at: number) => `${id}-${at}`;

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const move = (to: number) => {
    const next = (to + commands.length) % Math.max(1, commands.length);
    setWanted(next);
    document.getElementById(optionId(next))?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      Enter: () => run(commands[active]),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };

  return (
    <Modal.Root
      lockScroll={false}
      opened={opened}
      onClose={onClose}
      centered={false}
      padding={0}
      size="lg"
      yOffset="12vh"
    >
      <Modal.Overlay />
      <Modal.Content aria-label={label}>
        <div className={classes.box}>
          <IconSearch size={18} aria-hidden />
          <input
            data-autofocus
            className={classes.input}
            role="combobox"
            aria-label={label}
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={commands.length > 0 ? optionId(active) : undefined}
            placeholder={label}
            value={search}
            onChange={(event) => {
              onSearch(event.currentTarget.value);
              setWanted(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <div id={`${id}-list`} role="listbox" aria-label={label} className={classes.list}>
          {commands.map((command, at) => (
            <div key={command.id}>
              {commands[at - 1]?.group !== command.group && (
                <div className={classes.group} role="presentation">
                  {command.group}
                </div>
              )}
              <div
                id={optionId(at)}
                role="option"
                aria-selected={at === active}
                className={classes.option}
                onMouseMove={() => setWanted(at)}
                onClick={() => run(command)}
              >
                {command.icon}
                <span className={classes.label}>{command.label}</span>
                {command.hint && <span className={classes.hint}>{command.hint}</span>}
              </div>
            </div>
          ))}
          {commands.length === 0 && <div className={classes.none}>{words.noMatch}</div>}
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}
