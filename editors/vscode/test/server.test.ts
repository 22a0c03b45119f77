/** The command that the extension starts, talked to as VS Code does: `proofer lsp` itself. */

import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";

import { serverCommand } from "../src/command";

interface Position {
  line: number;
  character: number;
}
interface Change {
  range: { start: Position; end: Position };
  newText: string;
}
interface Diagnostic {
  code: string;
  message: string;
  range: { start: Position; end: Position };
}

const PROGRAM = process.env["PROOFER"] ?? "proofer";
const missing = spawnSync(PROGRAM, ["lsp", "--help"]).status === 0 ? false : `${PROGRAM} is not there: set PROOFER`;
const folder = mkdtempSync(join(tmpdir(), "proofer-"));
const uri = pathToFileURL(join(folder, "page.md")).href;
const TEXT = "# 标题\n\n今年以来，全县的的生产形势很好。\n";

let server: ChildProcess;
let connection: MessageConnection;

before(async () => {
  if (missing) {
    return;
  }
  const { command, args } = serverCommand(PROGRAM, { path: "", arguments: [], language: "en" });
  server = spawn(command, args, { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  connection = createMessageConnection(
    new StreamMessageReader(server.stdout!),
    new StreamMessageWriter(server.stdin!),
  );
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: { workspace: { workspaceEdit: { documentChanges: true } } },
  });
  await connection.sendNotification("initialized", {});
});

after(async () => {
  if (missing) {
    return;
  }
  await connection.sendRequest("shutdown");
  const ended = once(server, "exit");
  await connection.sendNotification("exit");
  await ended;
  connection.dispose();
});

function published(): Promise<Diagnostic[]> {
  return new Promise((resolve) => {
    const listening = connection.onNotification(
      "textDocument/publishDiagnostics",
      (published: { uri: string; diagnostics: Diagnostic[] }) => {
        listening.dispose();
        resolve(published.diagnostics);
      },
    );
  });
}

test("a doubled character is shown where it stands, and corrected", { skip: missing }, async () => {
  const first = published();
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "markdown", version: 1, text: TEXT },
  });
  const diagnostics = await first;
  const found = diagnostics.find((each) => each.code === "D001");
  assert.ok(found, JSON.stringify(diagnostics));
  assert.equal(found.range.start.line, 2);
  assert.match(found.message, /的的/);

  const actions = (await connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri },
    range: found.range,
    context: { diagnostics: [found] },
  })) as { title: string; edit?: { documentChanges?: { edits: Change[] }[] } }[];
  const edits = actions.flatMap((each) => each.edit?.documentChanges?.[0]?.edits ?? []);
  assert.ok(edits.length > 0, JSON.stringify(actions));
  const [edit] = edits;
  const line = TEXT.split("\n")[edit!.range.start.line]!;
  const after = line.slice(0, edit!.range.start.character) + edit!.newText + line.slice(edit!.range.end.character);
  assert.equal(after, "今年以来，全县的生产形势很好。");

  const again = published();
  await connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: TEXT.replace("的的", "的") }],
  });
  assert.deepEqual((await again).filter((each) => each.code === "D001"), []);
});
