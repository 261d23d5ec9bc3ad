/* The photos of a record, whose code and words come after the record itself. */
import { lazy, Suspense } from "react";
import { withWords } from "../../i18n/language";
import type { PhotoPanelProps } from "./PhotoPanel";

const Panel = lazy(async () => ({ default: (await withWords("photos", import("./PhotoPanel"))).PhotoPanel }));

export function LazyPhotoPanel(props: PhotoPanelProps) {
  return (
    <Suspense>
      <Panel {...props} />
    </Suspense>
  );
}
