/* Finds the page of an address, and sends on whoever is not to see it. */
import { lazy, Suspense } from "react";
import { Redirect, Route, Switch, useLocation, useSearch, useSearchParams } from "wouter";
import { useSession, type SessionState } from "../api/session";
import { isOwnPath, to } from "../paths/to";
import { PageSkeleton } from "../ui/PageSkeleton";
import { NotFoundPage } from "./NotFoundPage";
import { routes, type Guard } from "./pages";
import { Splash } from "./Splash";

/** Where to go instead, or null to stay. */
export function redirectOf(guard: Guard, status: SessionState["status"], here: string, next: string | null) {
  if (guard === "member" && status === "out") return to.signIn(here);
  if (guard === "guest" && status === "in") return isOwnPath(next) ? next : to.home();
  return null;
}

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
            </MemberFrame>
          )}
        </Route>
      </Switch>
    </Suspense>
  );
}
