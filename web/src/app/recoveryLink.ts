/* Mails link to /#/recover?token_hash=…: the fragment never reaches a server log. */

export function resetPathOf(hash: string): string | null {
  const match = /^#\/recover\?(.+)$/.exec(hash);
  const token = match ? new URLSearchParams(match[1]).get("token_hash") : null;
  return token ? `/reset#${token}` : null;
}

export function openRecoveryLink() {
  const path = resetPathOf(location.hash);
  if (path) history.replaceState(null, "", path);
}
