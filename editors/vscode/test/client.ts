/** A language client that records how it was started, and fails where it is told to. */

export const started: { command: string; args: string[]; languages: string[] }[] = [];
export const running = new Set<LanguageClient>();
export const failure: { reason?: Error } = {};

export class LanguageClient {
  constructor(
    readonly id: string,
    readonly name: string,
    private readonly server: { command: string; args: string[] },
    private readonly options: { documentSelector: { scheme: string; language: string }[] },
  ) {}

  start(): Promise<void> {
    const languages = this.options.documentSelector.map((each) => `${each.scheme}:${each.language}`);
    started.push({ ...this.server, languages });
    if (failure.reason !== undefined) {
      return Promise.reject(failure.reason);
    }
    running.add(this);
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return running.delete(this) ? Promise.resolve() : Promise.reject(new Error("it is not running"));
  }
}
