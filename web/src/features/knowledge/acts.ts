/* What was done, in words; verbs of the server that have none are told by their name. */
import type { Translate } from "../../i18n/translate";

const words = {
  create: "knowledge.actCreate",
  update: "knowledge.actUpdate",
  delete: "knowledge.actDelete",
  import: "knowledge.actImport",
  import_undo: "knowledge.actImportUndo",
  publish: "knowledge.actPublish",
  restore: "knowledge.actRestore",
  withdraw: "knowledge.actWithdraw",
  questions: "knowledge.actQuestions",
  stock_move: "knowledge.actMove",
  stock_undo: "knowledge.actUndo",
  month_close: "knowledge.actClose",
  start: "knowledge.actStart",
  end: "knowledge.actEnd",
} as const;

export const actWord = (action: string, t: Translate) =>
  action in words ? t(words[action as keyof typeof words]) : t("knowledge.actOther", { action });
