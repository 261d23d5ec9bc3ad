/* Names of the server's modules, as its tables say them. */
import labels from "./labels.gen.json";
import type { Translate } from "./translate";

type ModuleName = keyof typeof labels.modules;

const isModule = (name: string): name is ModuleName => Object.hasOwn(labels.modules, name);

export const moduleLabel = (name: string, t: Translate) => (isModule(name) ? t.label(labels.modules[name]) : name);
