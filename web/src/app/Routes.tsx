/* Finds the page of an address, and sends on whoever is not to see it. */
import { lazy, Suspense } from "react";
import { Redirect, Route, Switch, useLocation, useSearch, useSearchParams } from "wouter";
import { useSession } from "../api/session";
import { to } from "../paths/to";
import { PageSkeleton } from "../ui/PageSkeleton";
import { NotFoundPage } from "./NotFoundPage";
import { PageBoundary } from "./PageBoundary";
import { routes } from "./pages";
import { redirectOf } from "./redirect";
import { Splash } from "./Splash";

const MemberFrame = lazy(async () => ({ default: (await import("./MemberFrame")).MemberFrame }));

const memberRoutes = routes.filter((route) => route.guard === "member");
const otherRoutes = routes.filter((route) => route.guard !== "member");

export function Routes() {
  const session = useSession();
  const [path] = useLocation();
  const search = useSearch();
  const [params] = useSearchParams();
  if (session.status === "unknown") return <Splash />;

  const here = search ? `${path}?${search}` : path;
  return (
    <Suspense fallback={<Splash />}>
      <Switch>
        {otherRoutes.map(({ path: pattern, guard, page: Page }) => {
          const away = redirectOf(guard, session.status, here, params.get("next"));
          return (
            <Route key={pattern} path={pattern}>
              {(found) => (away ? <Redirect href={away} replace /> : <Page params={found} />)}
            </Route>
          );
        })}
        <Route>
          {session.status === "out" ? (
            <Redirect href={to.signIn(here)} replace />
          ) : (
            <MemberFrame>
              <PageBoundary>
                <Suspense fallback={<PageSkeleton />}>
                  <Switch>
                    {memberRoutes.map(({ path: pattern, page: Page }) => (
                      <Route key={pattern} path={pattern}>
                        {(found) => <Page params={found} />}
                      </Route>
                    ))}
                    <Route>
                      <NotFoundPage />
                    </Route>
                  </Switch>
                </Suspense>
              </PageBoundary>
            </MemberFrame>
          )}
        </Route>
      </Switch>
    </Suspense>
  );
}
