// Bundles the extension into dist/, or with --tests the tests into out/.
import { build } from "esbuild";
import { rmSync } from "node:fs";

const forTests = process.argv.includes("--tests");
const folder = forTests ? "out" : "dist";
rmSync(folder, { recursive: true, force: true });
await build({
  entryPoints: forTests ? ["test/command.test.ts", "test/extension.test.ts", "test/server.test.ts"] : ["src/extension.ts"],
  outdir: folder,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  minify: !forTests,
  sourcemap: forTests ? "inline" : false,
  // VS Code gives its own module to extensions; the tests give theirs.
  ...(forTests
    ? { alias: { vscode: "./test/vscode.ts", "vscode-languageclient/node": "./test/client.ts" } }
    : { external: ["vscode"] }),
});
