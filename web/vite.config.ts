// Builds the islands, and a sprite of the icons that the pages name, into `dist`, which goes into the binary.

import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

import { defineConfig, type Plugin } from "vite";

const SPRITE = "src/icons.svg";
const ISLANDS = ["calendar", "map", "timeline"];

/** One file of all icons in `icons.json`: our name for each, and the package's. */
function sprite(): string {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve("lucide-static/package.json")), "icons");
  const names = JSON.parse(readFileSync("icons.json", "utf8")) as Record<string, string>;
  const symbols = Object.entries(names).map(([name, theirs]) => {
    const drawn = readFileSync(join(folder, `${theirs}.svg`), "utf8");
    const lines = drawn.slice(drawn.indexOf(">", drawn.indexOf("<svg")) + 1, drawn.indexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${lines.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  const licence = "<!-- Icons of Lucide, ISC licence: https://lucide.dev/license -->";
  return `<svg xmlns="http://www.w3.org/2000/svg">${licence}${symbols.join("")}</svg>`;
}

function icons(): Plugin {
  return {
    name: "icons",
    generateBundle() {
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: SPRITE, source: sprite() });
    },
  };
}

/** Beside each file stands the same one packed: the server packs nothing again and again. */
function packed(): Plugin {
  let folder = "";
  return {
    name: "packed",
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle() {
      const built = readdirSync(folder).filter((name) => name !== "manifest.json");
      const all = built.map((name) => join(folder, name));
      for (const path of all.filter((path) => statSync(path).isFile())) {
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [icons(), packed()],
  build: {
    target: "es2022",
    assetsDir: "",
    manifest: "manifest.json",
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: Object.fromEntries(ISLANDS.map((name) => [name, `src/${name}.ts`])),
    },
  },
});
