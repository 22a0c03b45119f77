/** What the extension does in VS Code: which server it starts, when again, and what it says of failures. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, test } from "node:test";

import { activate, deactivate } from "../src/extension";
import { failure, running, started } from "./client";
import { answers, change, registered, settings, state, terminals, told, trust, Uri } from "./vscode";

const subscriptions: { dispose(): unknown }[] = [];
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

beforeEach(async () => {
  subscriptions.splice(0).forEach((each) => each.dispose());
  await deactivate();
  for (const list of [told, terminals, started, answers]) {
    list.length = 0;
  }
  settings.clear();
  delete failure.reason;
  Object.assign(state, { trusted: true, folders: [], editor: undefined });
  assert.equal(running.size, 0, "no server outlives the extension");
});

const activated = () => activate({ subscriptions } as never);

test("one server is started for Markdown and plain text, saved or not", async () => {
  await activated();
  assert.equal(running.size, 1);
  const [server] = started;
  assert.deepEqual([server?.command, server?.args], ["proofer", ["lsp"]]);
  assert.deepEqual(server?.languages.sort(), [
    "file:markdown",
    "file:plaintext",
    "untitled:markdown",
    "untitled:plaintext",
  ]);
});

test("a setting that the server depends on starts it again, another does not", async () => {
  await activated();
  change("proofer.arguments", ["--profile", "typing"]);
  change("proofer.trace.server", "verbose");
  await settled();
  assert.deepEqual(started.map((each) => each.args), [["lsp"], ["lsp", "--profile", "typing"]]);
  assert.equal(running.size, 1);
});

test("settings that change quickly leave one server", async () => {
  await activated();
  for (const language of ["zh", "en", "zh"]) {
    change("proofer.language", language);
  }
  await settled();
  assert.equal(running.size, 1);
  assert.deepEqual(started.at(-1)?.args, ["--lang", "zh", "lsp"]);
});

test("switched off, no server runs", async () => {
  await activated();
  change("proofer.enable", false);
  await settled();
  assert.equal(running.size, 0);
});

test("the program of a folder runs only once the folder is trusted", async () => {
  const folder = mkdtempSync(join(tmpdir(), "proofer-"));
  const program = process.platform === "win32" ? ["Scripts", "proofer.exe"] : ["bin", "proofer"];
  mkdirSync(join(folder, ".venv", program[0]!), { recursive: true });
  writeFileSync(join(folder, ".venv", ...program), "");
  Object.assign(state, { trusted: false, folders: [folder] });
  await activated();
  trust();
  await settled();
  assert.deepEqual(started.map((each) => each.command), ["proofer", join(folder, ".venv", ...program)]);
});

test("a missing program is told with what to do", async () => {
  failure.reason = new Error("spawn proofer ENOENT");
  answers.push("How to Install");
  await activated();
  await settled();
  assert.ok(told.some((text) => text.startsWith("proofer was not found: proofer. Install it with pip")));
  assert.ok(told.some((text) => text.startsWith("open https:")));
  delete failure.reason;
  change("proofer.path", "/opt/proofer");
  await settled();
  assert.equal(running.size, 1, "once it is there it is started");
});

test("another failure shows the log", async () => {
  failure.reason = new Error("proofer lsp needs pygls");
  answers.push("Show Log");
  await activated();
  await settled();
  assert.ok(told.includes("proofer did not start: proofer lsp needs pygls"));
  assert.ok(told.includes("the log is shown"));
});

test("a file is reviewed in a terminal without a shell", async () => {
  await activated();
  await registered.get("proofer.review")?.(Uri.file("/pages/$(rm -r).md"));
  assert.deepEqual(terminals[0]?.shellArgs, ["review", "--", "/pages/$(rm -r).md"]);
});

test("a file with changes that are not saved is not reviewed", async () => {
  await activated();
  state.editor = { document: { uri: Uri.file("/pages/a.md"), isDirty: true } };
  await registered.get("proofer.review")?.();
  assert.equal(terminals.length, 0);
  assert.ok(told.some((text) => text.startsWith("Save the file first")));
});

test("the safe corrections are made by the editor's own command", async () => {
  await activated();
  await registered.get("proofer.fixAll")?.();
  assert.ok(told.some((text) => text.startsWith("editor.action.codeAction") && text.includes("source.fixAll.proofer")));
});
