/** The extension: starts `proofer lsp` for Markdown and plain text, and reviews a file in a terminal. */

import {
  commands,
  env,
  l10n,
  Uri,
  window,
  workspace,
  type ExtensionContext,
  type LogOutputChannel,
} from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";

import { executable, reviewCommand, serverCommand, type Settings } from "./command";

const INSTALLATION = "https://github.com/proofer-zh/proofer#readme";
const LANGUAGES = ["markdown", "plaintext"];
/** Settings that the server is started with. */
const OF_THE_SERVER = ["enable", "path", "arguments", "language"];

/** The one server of a window, which is started again when its settings change. */
class Server {
  private client: LanguageClient | undefined;
  /** One start or stop at a time, each after the one before. */
  private pending: Promise<void> = Promise.resolve();

  constructor(private readonly log: LogOutputChannel) {}

  restart(): Promise<void> {
    this.pending = this.pending.then(() => this.stopped()).then(() => this.started());
    return this.pending;
  }

  stop(): Promise<void> {
    this.pending = this.pending.then(() => this.stopped());
    return this.pending;
  }

  private async stopped(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A server that never came up cannot be stopped; it is not there.
    await client?.dispose().catch((error: unknown) => this.log.debug(String(error)));
  }

  private async started(): Promise<void> {
    if (!workspace.getConfiguration("proofer").get<boolean>("enable", true)) {
      return;
    }
    const { command, args } = serverCommand(...found());
    const options: LanguageClientOptions = {
      documentSelector: LANGUAGES.flatMap((language) =>
        ["file", "untitled"].map((scheme) => ({ scheme, language })),
      ),
      outputChannel: this.log,
      // Its messages are in the log; a window for each would be in the way of the work.
      initializationFailedHandler: () => false,
    };
    this.log.info([command, ...args].join(" "));
    this.client = new LanguageClient("proofer", "proofer", { command, args }, options);
    try {
      await this.client.start();
    } catch (error) {
      void this.complain(command, error);
    }
  }

  private async complain(command: string, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    this.log.error(reason);
    const missing = /ENOENT|not found/i.test(reason);
    const [settings, install, log] = [l10n.t("Open Settings"), l10n.t("How to Install"), l10n.t("Show Log")];
    const chosen = missing
      ? await window.showErrorMessage(
          l10n.t(
            "proofer was not found: {0}. Install it with pip install 'proofer-zh[lsp]', or set proofer.path.",
            command,
          ),
          settings,
          install,
        )
      : await window.showErrorMessage(l10n.t("proofer did not start: {0}", reason), log, install);
    if (chosen === settings) {
      await commands.executeCommand("workbench.action.openSettings", "proofer.path");
    } else if (chosen === install) {
      await env.openExternal(Uri.parse(INSTALLATION));
    } else if (chosen === log) {
      this.log.show();
    }
  }
}

/** Return the command `proofer` and the settings it follows from. */
function found(): [string, Settings] {
  const configuration = workspace.getConfiguration("proofer");
  const settings: Settings = {
    path: configuration.get<string>("path", "").trim(),
    arguments: configuration.get<string[]>("arguments", []),
    language: configuration.get<Settings["language"]>("language", "auto"),
  };
  const folders = (workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  return [executable(settings, folders, workspace.isTrusted), settings];
}

/** Review a file, that of the editor if none is given, in a terminal of its own. */
async function review(chosen?: Uri): Promise<void> {
  const document = window.activeTextEditor?.document;
  const file = chosen ?? document?.uri;
  if (file === undefined || file.scheme !== "file") {
    await window.showInformationMessage(l10n.t("Open the file that you want to review."));
    return;
  }
  if (document?.isDirty && document.uri.toString() === file.toString()) {
    await window.showInformationMessage(l10n.t("Save the file first: it is reviewed as it is on disk."));
    return;
  }
  const { command, args } = reviewCommand(...found(), file.fsPath);
  // No shell: names of files may be anything.
  const cwd = workspace.getWorkspaceFolder(file)?.uri;
  window
    .createTerminal({ name: "proofer", shellPath: command, shellArgs: args, ...(cwd && { cwd }) })
    .show();
}

let server: Server | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel("proofer", { log: true });
  const started = new Server(log);
  server = started;
  context.subscriptions.push(
    log,
    commands.registerCommand("proofer.restart", () => started.restart()),
    commands.registerCommand("proofer.showLog", () => log.show()),
    commands.registerCommand("proofer.review", review),
    commands.registerCommand("proofer.fixAll", () =>
      commands.executeCommand("editor.action.codeAction", { kind: "source.fixAll.proofer", apply: "first" }),
    ),
    workspace.onDidChangeConfiguration((change) => {
      if (OF_THE_SERVER.some((name) => change.affectsConfiguration(`proofer.${name}`))) {
        void started.restart();
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => void started.restart()),
  );
  await started.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
