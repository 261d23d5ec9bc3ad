/* A dialog on a desk, a sheet from below on a phone. */
import type { ReactNode } from "react";
import { Drawer, Modal } from "@mantine/core";
import { useIsPhone } from "./useMedia";
import { useUiWords } from "./words";

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  readonly size?: "sm" | "md" | "lg";
}

export function Sheet({ opened, onClose, title, children, size = "md" }: Props) {
  const words = useUiWords();
  const shared = { opened, onClose, title, closeButtonProps: { "aria-label": words.close } };
  return useIsPhone() ? (
    <Drawer {...shared} position="bottom" size="auto" radius="lg">
      {children}
    </Drawer>
  ) : (
    <Modal {...shared} size={size}>
      {children}
    </Modal>
  );
}
