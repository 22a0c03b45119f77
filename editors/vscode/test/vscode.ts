/** As much of VS Code as the extension uses, recording what it is asked for. */

export const told: string[] = [];
export const terminals: { shellPath?: string; shellArgs?: string[] }[] = [];
export const registered = new Map<string, (...given: unknown[]) => unknown>();
export const settings = new Map<string, unknown>();
export const answers: string[] = [];
const listeners = { configuration: [] as ((change: unknown) => void)[], trust: [] as (() => void)[] };

export const state = {
  trusted: true,
  folders: [] as string[],
  editor: undefined as { document: { uri: Uri; isDirty: boolean } } | undefined,
};

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly fsPath: string,
  ) {}

  static file(path: string): Uri {
    return new Uri("file", path);
  }

  static parse(text: string): Uri {
    return new Uri(text.slice(0, text.indexOf(":")), text);
  }

  toString(): string {
    return `${this.scheme}:${this.fsPath}`;
  }
}

function added<T>(list: T[], item: T) {
  list.push(item);
  return { dispose: () => void list.splice(list.indexOf(item), 1) };
}

const disposable = { dispose: () => undefined };

export const commands = {
  registerCommand(name: string, run: (...given: unknown[]) => unknown) {
    registered.set(name, run);
    return disposable;
  },
  executeCommand(name: string, ...given: unknown[]) {
    told.push([name, ...given.map((each) => JSON.stringify(each))].join(" "));
    return Promise.resolve();
  },
};

export const env = {
  openExternal(uri: Uri) {
    told.push(`open ${uri}`);
    return Promise.resolve(true);
  },
};

export const l10n = {
  t: (text: string, ...given: string[]) => given.reduce((all, each, at) => all.replace(`{${at}}`, each), text),
};

function message(text: string, ...choices: string[]) {
  told.push(text);
  const answer = answers.shift();
  return Promise.resolve(choices.find((choice) => choice === answer));
}

export const window = {
  get activeTextEditor() {
    return state.editor;
  },
  showErrorMessage: message,
  showInformationMessage: message,
  createOutputChannel: () => ({
    info: (text: string) => told.push(`log ${text}`),
    error: (text: string) => told.push(`log ${text}`),
    debug: () => undefined,
    show: () => told.push("the log is shown"),
    dispose: () => undefined,
  }),
  createTerminal(options: { shellPath?: string; shellArgs?: string[] }) {
    terminals.push(options);
    return { show: () => undefined };
  },
};

export const workspace = {
  get isTrusted() {
    return state.trusted;
  },
  get workspaceFolders() {
    return state.folders.map((folder) => ({ uri: Uri.file(folder) }));
  },
  getWorkspaceFolder: (uri: Uri) =>
    state.folders.filter((folder) => uri.fsPath.startsWith(folder)).map((folder) => ({ uri: Uri.file(folder) }))[0],
  getConfiguration: (section: string) => ({
    get: (name: string, usual: unknown) => settings.get(`${section}.${name}`) ?? usual,
  }),
  onDidChangeConfiguration(listener: (change: unknown) => void) {
    return added(listeners.configuration, listener);
  },
  onDidGrantWorkspaceTrust(listener: () => void) {
    return added(listeners.trust, listener);
  },
};

/** Set a setting as a user does. */
export function change(name: string, value: unknown): void {
  settings.set(name, value);
  listeners.configuration.forEach((listener) => listener({ affectsConfiguration: (each: string) => each === name }));
}

/** Trust the workspace as a user does. */
export function trust(): void {
  state.trusted = true;
  listeners.trust.forEach((listener) => listener());
}
