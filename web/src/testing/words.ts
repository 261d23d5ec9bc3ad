/* All words at once, as they are where every page was opened; also for the tests in a browser. */
import en from "../i18n/en.json" with { type: "json" };
import financeEn from "../i18n/parts/finance.en.json" with { type: "json" };
import financeZh from "../i18n/parts/finance.zh.json" with { type: "json" };
import homeEn from "../i18n/parts/home.en.json" with { type: "json" };
import homeZh from "../i18n/parts/home.zh.json" with { type: "json" };
import importsEn from "../i18n/parts/imports.en.json" with { type: "json" };
import importsZh from "../i18n/parts/imports.zh.json" with { type: "json" };
import labelsEn from "../i18n/parts/labels.en.json" with { type: "json" };
import labelsZh from "../i18n/parts/labels.zh.json" with { type: "json" };
import knowledgeEn from "../i18n/parts/knowledge.en.json" with { type: "json" };
import knowledgeZh from "../i18n/parts/knowledge.zh.json" with { type: "json" };
import liveEn from "../i18n/parts/live.en.json" with { type: "json" };
import liveZh from "../i18n/parts/live.zh.json" with { type: "json" };
import photosEn from "../i18n/parts/photos.en.json" with { type: "json" };
import photosZh from "../i18n/parts/photos.zh.json" with { type: "json" };
import serverEn from "../i18n/parts/server.en.json" with { type: "json" };
import serverZh from "../i18n/parts/server.zh.json" with { type: "json" };
import settingsEn from "../i18n/parts/settings.en.json" with { type: "json" };
import settingsZh from "../i18n/parts/settings.zh.json" with { type: "json" };
import setupEn from "../i18n/parts/setup.en.json" with { type: "json" };
import setupZh from "../i18n/parts/setup.zh.json" with { type: "json" };
import showsEn from "../i18n/parts/shows.en.json" with { type: "json" };
import showsZh from "../i18n/parts/shows.zh.json" with { type: "json" };
import warehouseEn from "../i18n/parts/warehouse.en.json" with { type: "json" };
import warehouseZh from "../i18n/parts/warehouse.zh.json" with { type: "json" };
import zh from "../i18n/zh.json" with { type: "json" };

export const words = {
  en: {
    ...en,
    ...financeEn,
    ...homeEn,
    ...importsEn,
    ...labelsEn,
    ...knowledgeEn,
    ...liveEn,
    ...photosEn,
    ...serverEn,
    ...settingsEn,
    ...setupEn,
    ...showsEn,
    ...warehouseEn,
  },
  zh: {
    ...zh,
    ...financeZh,
    ...homeZh,
    ...importsZh,
    ...labelsZh,
    ...knowledgeZh,
    ...liveZh,
    ...photosZh,
    ...serverZh,
    ...settingsZh,
    ...setupZh,
    ...showsZh,
    ...warehouseZh,
  },
};
