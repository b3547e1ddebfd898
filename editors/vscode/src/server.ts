// The language server: how it is started, asked and ended.
import * as vscode from 'vscode';
import { LanguageClient, Range, RevealOutputChannelOn } from 'vscode-languageclient/node';
import { COPY_REPLY } from './commands';
import { DRAFTS, OWN_FILES } from './documents';
import { INSERT_SNIPPET } from './insert';
import { findProgram, offerProgram, troubleWith } from './program';

/** Answers a command of the server's that a user has called. */
export type CommandHandler = (command: string, args: unknown[]) => Promise<unknown>;

/** A function, for what is translated is known only once VS Code runs. */
const notRunning = (): string => vscode.l10n.t('Aplomb is not running. “Aplomb: Restart” starts it.');

export class Server implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel('Aplomb', { log: true });
  private readonly changed = new vscode.EventEmitter<void>();
  private client: LanguageClient | undefined;
  /** Starting and ending take time, so each waits for the one before. */
  private last: Promise<void> = Promise.resolve();

  /** It has started, or ended. */
  readonly onDidChange = this.changed.event;

  /** What is done when a user calls one of the server's commands. */
  onCommand: CommandHandler = (command, args) => this.execute(command, args);

  constructor(private readonly context: vscode.ExtensionContext) {}

  get isRunning(): boolean {
    return this.client?.isRunning() ?? false;
  }

  /** Starts it, again if it runs already, with what the settings say now. */
  restart(): Promise<void> {
    this.last = this.last.then(() => this.end()).then(() => this.start());
    return this.last;
  }

  stop(): Promise<void> {
    this.last = this.last.then(() => this.end());
    return this.last;
  }

  /** Waits until what was begun is done, and tells the user if the server does not run then. */
  async ready(): Promise<boolean> {
    await this.last;
    if (!this.isRunning) {
      void vscode.window.showWarningMessage(notRunning());
    }
    return this.isRunning;
  }

  showOutput(): void {
    this.output.show();
  }

  request<T>(method: string, params: unknown): Promise<T> {
    if (!this.client) {
      return Promise.reject(new Error(notRunning()));
    }
    return this.client.sendRequest<T>(method, params);
  }

  execute(command: string, args: unknown[]): Promise<unknown> {
    return this.request('workspace/executeCommand', { command, arguments: args });
  }

  /** How the server names a document. */
  uriOf(document: vscode.TextDocument): string {
    return this.client ? this.client.code2ProtocolConverter.asUri(document.uri) : document.uri.toString();
  }

  /** A place as the server names it, as VS Code does. */
  convert(uri: string, range: Range): { uri: vscode.Uri; range: vscode.Range } {
    const { start, end } = range;
    return {
      uri: this.client ? this.client.protocol2CodeConverter.asUri(uri) : vscode.Uri.parse(uri),
      range: new vscode.Range(start.line, start.character, end.line, end.character),
    };
  }

  private async start(): Promise<void> {
    const found = await findProgram(this.context);
    if (!('program' in found)) {
      // Nobody has to answer before VS Code goes on.
      void offerProgram(this.context, found.named);
      return;
    }
    // The client would try five times, and tell of each.
    const trouble = await troubleWith(found.program);
    if (trouble !== undefined) {
      this.giveUp(found.program, trouble);
      return;
    }
    const client = new LanguageClient(
      'aplomb',
      'Aplomb',
      { command: found.program, args: ['lsp'] },
      {
        documentSelector: [...DRAFTS, OWN_FILES],
        // The server offers words with places to fill in only where it hears that they can be inserted, and the reply
        // to send only where there is a clipboard for it.
        initializationOptions: { commands: [INSERT_SNIPPET, COPY_REPLY] },
        middleware: { executeCommand: (command, args) => this.onCommand(command, args) },
        outputChannel: this.output,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
      },
    );
    client.onDidChangeState(() => this.changed.fire());
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.giveUp(found.program, error instanceof Error ? error.message : String(error));
    }
  }

  private giveUp(program: string, why: string): void {
    this.output.error(why);
    const show = vscode.l10n.t('Show output');
    const message = vscode.l10n.t('Aplomb cannot start “{0}”. The output says why.', program);
    void vscode.window.showErrorMessage(message, show).then((chosen) => chosen && this.showOutput());
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // One that never started has nothing to end.
    await client?.dispose().catch(() => undefined);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
    this.output.dispose();
  }
}
