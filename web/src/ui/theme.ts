/* The look: warm paper and ink, one green, dense rows. Its CSS variables are written to
   theme.gen.css by theme.test.ts, so that no style element is made at run time (strict CSP). */
import { createTheme, type MantineColorsTuple } from "@mantine/core";

const pine: MantineColorsTuple = [
  "#edf7f2",
  "#d7ece2",
  "#aed8c5",
  "#82c3a6",
  "#57ab89",
  "#33936f",
  "#1c7f5d",
  "#0f664d",
  "#0c5440",
  "#093f30",
];

/* Stone instead of blue-grey: paper by day, ink by night. */
const gray: MantineColorsTuple = [
  "#faf9f7",
  "#f4f2ee",
  "#e9e6e0",
  "#ddd9d1",
  "#c9c4ba",
  "#a39d92",
  "#6c675e",
  "#4b4740",
  "#322f2a",
  "#1f1d1a",
];
const dark: MantineColorsTuple = [
  "#e6e6df",
  "#bfc0b6",
  "#9c9e93",
  "#72746a",
  "#373933",
  "#2b2d28",
  "#1f211d",
  "#161714",
  "#10110f",
  "#0b0c0a",
];

const systemFonts = [
  "-apple-system",
  "BlinkMacSystemFont",
  '"Segoe UI"',
  "Roboto",
  '"PingFang SC"',
  '"Hiragino Sans GB"',
  '"Microsoft YaHei"',
  '"Noto Sans SC"',
  '"Noto Sans CJK SC"',
  '"Source Han Sans SC"',
  "sans-serif",
].join(", ");

export const theme = createTheme({
  colors: { pine, gray, dark },
  primaryColor: "pine",
  primaryShade: { light: 7, dark: 6 },
  black: "#1f1d1a",
  fontFamily: systemFonts,
  headings: { fontFamily: systemFonts, fontWeight: "620" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    /* Scroll lock by CSS (theme.css): the library's own way makes style elements. */
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    Drawer: { defaultProps: { lockScroll: false } },
    /* Help stands under the input: labels of one row stay on one line. */
    InputWrapper: { defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] } },
    Tooltip: { defaultProps: { openDelay: 350 } },
    Menu: { defaultProps: { shadow: "md", withInitialFocusPlaceholder: false } },
    Badge: { defaultProps: { tt: "none", fw: 600 } },
    /* The list itself scrolls: a scroll area around it cannot be reached by keys. */
    Select: { defaultProps: { withScrollArea: false, classNames: { options: "steward-options" } } },
    Popover: { defaultProps: { shadow: "md" } },
  },
});
