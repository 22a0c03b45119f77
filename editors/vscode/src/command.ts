/** How the language server of proofer is started. Knows nothing of VS Code. */

import { existsSync } from "node:fs";
import { join } from "node:path";

export interface Settings {
  /** `proofer.path`: the command, or "" to look for it. */
  path: string;
  /** `proofer.arguments`: options for `proofer lsp`. */
  arguments: readonly string[];
  /** `proofer.language`. */
  language: "auto" | "zh" | "en";
}

export interface Command {
  command: string;
  args: string[];
}

/**
 * Return the command `proofer`: the one of the settings, that of a virtual environment in one of the
 * folders, or the one on the PATH.
 *
 * Folders are searched only if the workspace is trusted: what lies there may be anybody's program.
 */
export function executable(
  settings: Settings,
  folders: readonly string[],
  trusted: boolean,
  exists: (path: string) => boolean = existsSync,
  platform: NodeJS.Platform = process.platform,
): string {
  if (settings.path !== "") {
    return settings.path;
  }
  const program = platform === "win32" ? ["Scripts", "proofer.exe"] : ["bin", "proofer"];
  const found = (trusted ? folders : [])
    .flatMap((folder) => [".venv", "venv"].map((name) => join(folder, name, ...program)))
    .find(exists);
  return found ?? "proofer";
}

/** Return the command that starts the server. */
export function serverCommand(command: string, settings: Settings): Command {
  const language = settings.language === "auto" ? [] : ["--lang", settings.language];
  return { command, args: [...language, "lsp", ...settings.arguments] };
}

/** Return the command that reviews a file in a terminal. */
export function reviewCommand(command: string, settings: Settings, file: string): Command {
  const language = settings.language === "auto" ? [] : ["--lang", settings.language];
  return { command, args: [...language, "review", "--", file] };
}
