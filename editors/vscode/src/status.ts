// What is still open in the reply in front: in the status bar, and as contexts that commands show by.
import * as vscode from 'vscode';
import type { CodeAction, Command } from 'vscode-languageclient/node';
import { CHECK_AS_REPLY } from './commands';
import { mayBeReply } from './documents';
import { findingsIn } from './findings';
import type { Server } from './server';

/** The server runs. */
const RUNNING = 'aplomb.running';
/** A reply is in front. */
const REPLY = 'aplomb.reply';
/** What is in front could be a reply, and is taken for a page. */
const PAGE = 'aplomb.page';

/** The server's command that returns the reply in one line. */
const REPLY_LINE = 'aplomb.replyLine';

/** Who types is not counted along with at each letter. */
const PAUSE_MS = 200;
/** Left of language and line break, beside what else speaks of the text. */
const PRIORITY = 100;
/** `CodeActionTriggerKind.Invoked`: somebody asks. */
const ASKED = 1;

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('aplomb.open', vscode.StatusBarAlignment.Right, PRIORITY);
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  /** The number of the newest look: what an older one finds comes too late. */
  private look = 0;

  constructor(private readonly server: Server) {
    this.item.name = 'Aplomb';
    this.item.command = 'workbench.actions.view.problems';
    const isInFront = (uri: vscode.Uri): boolean =>
      uri.toString() === vscode.window.activeTextEditor?.document.uri.toString();
    this.subscriptions = [
      server.onDidChange(() => this.soon(0)),
      vscode.window.onDidChangeActiveTextEditor(() => this.soon(0)),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => uris.some(isInFront) && this.soon(0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => isInFront(document.uri) && this.soon(PAUSE_MS)),
    ];
    this.soon(0);
  }

  /** Looks again, once what is going on has settled. */
  soon(pause: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), pause);
  }

  private async refresh(): Promise<void> {
    const look = ++this.look;
    const document = vscode.window.activeTextEditor?.document;
    // To VS Code the output is an editor in front, yet the draft is still in sight.
    if (document?.uri.scheme === 'output') {
      return;
    }
    const isRunning = this.server.isRunning;
    const isServed = isRunning && document !== undefined && mayBeReply(document);
    const findings = isServed ? findingsIn(document.uri) : [];
    const isReply = isServed && (findings.length > 0 || (await this.isReply(document)));
    if (look !== this.look) {
      return;
    }
    setContext(RUNNING, isRunning);
    setContext(REPLY, isReply);
    setContext(PAGE, isServed && !isReply);
    const line = isReply ? await this.replyLine(document) : undefined;
    if (look !== this.look) {
      return;
    }
    if (isReply) {
      const { text, tooltip: open } = summary(findings);
      const tooltip = line === undefined ? open : `${line}\n\n${open}`;
      this.item.text = text;
      this.item.tooltip = tooltip;
      this.item.accessibilityInformation = { label: `Aplomb: ${tooltip}` };
      this.item.show();
    } else {
      this.item.hide();
    }
  }

  /** The reply in one line, if there is anything to say of it yet. */
  private async replyLine(document: vscode.TextDocument): Promise<string | undefined> {
    try {
      const line = await this.server.execute(REPLY_LINE, [this.server.uriOf(document)]);
      return typeof line === 'string' ? line : undefined;
    } catch {
      // It has just ended, or the draft has just been closed.
      return undefined;
    }
  }

  /** The server offers to check as a reply whatever it does not take for one. */
  private async isReply(document: vscode.TextDocument): Promise<boolean> {
    const start = { line: 0, character: 0 };
    try {
      const actions = await this.server.request<(CodeAction | Command)[] | null>('textDocument/codeAction', {
        textDocument: { uri: this.server.uriOf(document) },
        range: { start, end: start },
        context: { diagnostics: [], triggerKind: ASKED },
      });
      return !actions?.some(({ command }) => typeof command === 'object' && command.command === CHECK_AS_REPLY);
    } catch {
      // It has just ended, or the draft has just been closed.
      return false;
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(this.item, ...this.subscriptions).dispose();
  }
}

function setContext(name: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', name, value);
}

/** How many there are of each severity, the gravest first. */
function summary(findings: readonly vscode.Diagnostic[]): { text: string; tooltip: string } {
  const { t } = vscode.l10n;
  const { Error, Warning, Information, Hint } = vscode.DiagnosticSeverity;
  const count = (severity: vscode.DiagnosticSeverity): number =>
    findings.filter((it) => it.severity === severity).length;
  const parts = [
    { count: count(Error), words: (n: number) => (n === 1 ? t('1 error') : t('{0} errors', n)) },
    { count: count(Warning), words: (n: number) => (n === 1 ? t('1 warning') : t('{0} warnings', n)) },
    { count: count(Information), words: (n: number) => (n === 1 ? t('1 suggestion') : t('{0} suggestions', n)) },
    { count: count(Hint), words: (n: number) => (n === 1 ? t('1 hint') : t('{0} hints', n)) },
  ];
  const open = parts.filter((part) => part.count > 0).map((part) => part.words(part.count));
  if (open.length === 0) {
    return { text: '$(check) Aplomb', tooltip: t('Nothing is marked in this reply.') };
  }
  // Two are what one takes in at a glance.
  const text = `$(${count(Error) > 0 ? 'error' : 'comment-draft'}) Aplomb: ${open.slice(0, 2).join(', ')}`;
  const toSee = t('Choose to see them all.');
  const hold = count(Error) > 0 ? ` ${t('Errors keep it from being sent.')}` : '';
  return { text, tooltip: `${open.join(', ')}.${hold} ${toSee}` };
}
