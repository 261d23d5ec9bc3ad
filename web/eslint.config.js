/* The folder is the architecture: each may import only what stands below it (STYLE, the web app). */
import tseslint from "typescript-eslint";
import hooks from "eslint-plugin-react-hooks";
import { importX } from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";

const layers = ["app", "features", "records", "fields", "ui"];
const bottom = ["api", "i18n", "paths"];
const features = ["auth", "setup", "settings", "home", "shows", "imports", "finance", "live", "warehouse", "server"];

const zones = [
    ...layers.map((layer, depth) => ({
        target: layers.slice(depth + 1).map((lower) => `./src/${lower}`),
        from: `./src/${layer}`,
        message: `${layer} stands above: import downwards only.`,
    })),
    ...bottom.map((layer) => ({
        target: `./src/${layer}`,
        from: [...layers, ...bottom.filter((other) => other !== layer)].map((other) => `./src/${other}`),
        message: `${layer} stands at the bottom and imports no other folder.`,
    })),
    {
        target: "./src/ui",
        from: bottom.map((layer) => `./src/${layer}`),
        message: "ui knows no domain word: pass it in.",
    },
    ...features.map((feature) => ({
        target: `./src/features/${feature}`,
        from: "./src/features",
        except: [`./${feature}`],
        message: "Features never import each other, not even types.",
    })),
].filter((zone) => zone.target.length > 0);

export default tseslint.config(
    { ignores: ["dist", "node_modules", "src/**/*.gen.ts"] },
    ...tseslint.configs.strict,
    {
        files: ["src/**/*.{ts,tsx}", "*.ts"],
        plugins: { "import-x": importX, "react-hooks": hooks },
        settings: {
            "import-x/resolver-next": [createTypeScriptImportResolver({ project: "./tsconfig.json" })],
        },
        rules: {
            ...hooks.configs.recommended.rules,
            /* Only of use to the React compiler, which is not in the build. */
            "react-hooks/incompatible-library": "off",
            "import-x/no-restricted-paths": ["error", { zones }],
            "import-x/no-cycle": "error",
            "import-x/no-default-export": "error",
            "no-restricted-syntax": ["error", { selector: "ExportAllDeclaration", message: "No barrels." }],
            "import-x/no-duplicates": "error",
            "@typescript-eslint/consistent-type-imports": "error",
            "max-lines": ["error", { max: 200 }],
            eqeqeq: "error",
            "no-console": "error",
        },
    },
    { files: ["src/**/*.test.{ts,tsx}", "src/testing/**"], rules: { "max-lines": ["error", { max: 400 }] } },
    { files: ["vite.config.ts"], rules: { "import-x/no-default-export": "off" } },
);
