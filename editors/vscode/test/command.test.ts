/** Which command is run, and with what. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { executable, reviewCommand, serverCommand, type Settings } from "../src/command";

const NONE: Settings = { path: "", arguments: [], language: "auto" };
const VENV = join("/pages", ".venv", "bin", "proofer");
const there = (path: string) => path === VENV;

test("the setting is taken before all else", () => {
  assert.equal(executable({ ...NONE, path: "/opt/proofer" }, ["/pages"], true, there, "linux"), "/opt/proofer");
});

test("the virtual environment of a folder is found", () => {
  assert.equal(executable(NONE, ["/other", "/pages"], true, there, "linux"), VENV);
  const windows = join("/pages", "venv", "Scripts", "proofer.exe");
  assert.equal(executable(NONE, ["/pages"], true, (path) => path === windows, "win32"), windows);
});

test("without one, the PATH is searched", () => {
  assert.equal(executable(NONE, ["/other"], true, there, "linux"), "proofer");
});

test("no program of a folder that is not trusted is run", () => {
  assert.equal(executable(NONE, ["/pages"], false, there, "linux"), "proofer");
});

test("language and options are handed on", () => {
  const settings: Settings = { path: "", arguments: ["--profile", "typing"], language: "zh" };
  assert.deepEqual(serverCommand("proofer", settings), {
    command: "proofer",
    args: ["--lang", "zh", "lsp", "--profile", "typing"],
  });
  assert.deepEqual(serverCommand("proofer", NONE).args, ["lsp"]);
});

test("a file that is named like an option is a file", () => {
  assert.deepEqual(reviewCommand("proofer", NONE, "--help.md").args, ["review", "--", "--help.md"]);
});
