/* What axe finds on the page. Colours need a browser; the rest is structure. */
import axe from "axe-core";

export async function faultsOf(page: Element = document.body): Promise<string[]> {
  const found = await axe.run(page, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    rules: { "color-contrast": { enabled: false } },
  });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}
