/* The panels below the figures; each asks for its own report, and only for what is granted. */
import { BrandPanel } from "./BrandPanel";
import { CostNote } from "./CostNote";
import classes from "./Home.module.css";
import { HoursPanel } from "./HoursPanel";
import { PlatformPanel } from "./PlatformPanel";
import { ShowsPanel } from "./ShowsPanel";
import { SizePanel } from "./SizePanel";
import { TrendPanel } from "./TrendPanel";
import type { Dashboard } from "./useDashboard";

export function Boards({ dashboard }: { readonly dashboard: Dashboard }) {
  const { shows } = dashboard.grants;
  return (
    <div className={classes.boards}>
      <CostNote dashboard={dashboard} />
      {shows && (
        <div className={classes.wide}>
          <TrendPanel dashboard={dashboard} />
        </div>
      )}
      {shows && <PlatformPanel dashboard={dashboard} />}
      <BrandPanel dashboard={dashboard} />
      {shows && <ShowsPanel dashboard={dashboard} which="best" />}
      {shows && <ShowsPanel dashboard={dashboard} which="worst" />}
      <div className={classes.full}>
        <SizePanel dashboard={dashboard} />
      </div>
      <div className={classes.full}>
        <HoursPanel dashboard={dashboard} />
      </div>
    </div>
  );
}
