// The server's own commands, as a user calls them: from the palette, from a key or from the menu of fixes.
import * as vscode from 'vscode';
import { draftInFront } from './documents';
import type { Server } from './server';

export const COPY_REPLY = 'aplomb.copyReply';
export const CHECK_AS_REPLY = 'aplomb.checkAsReply';
const FORGET = 'aplomb.forget';

/** How long a word in the status bar stays. */
const GLANCE_MS = 5000;

/** What holds of a command that names no document: it is about the one in front. */
const ABOUT_A_DOCUMENT = [COPY_REPLY, CHECK_AS_REPLY];

/** Calls a command of the server's, and tells what came of it. */
export async function callServer(server: Server, command: string, args: unknown[]): Promise<unknown> {
  if (args.length === 0 && ABOUT_A_DOCUMENT.includes(command)) {
    const editor = await draftInFront();
    if (!editor) {
      return undefined;
    }
    args = [server.uriOf(editor.document)];
  }
  if (command === FORGET && !(await isSure())) {
    return undefined;
  }
  try {
    const result = await server.execute(command, args);
    await tell(command, result);
    return result;
  } catch (error) {
    // What the server refuses, it refuses in words that are meant for the writer.
    const message = error instanceof Error ? error.message : String(error);
    await (command === COPY_REPLY ? refuseToCopy(message) : vscode.window.showWarningMessage(message));
    return undefined;
  }
}

async function isSure(): Promise<boolean> {
  const forget = vscode.l10n.t('Forget');
  const message = vscode.l10n.t('Forget how your replies begin and end?');
  const detail = vscode.l10n.t('Aplomb then no longer knows which lines you have sent of late.');
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, forget)) === forget;
}

async function tell(command: string, result: unknown): Promise<void> {
  if (command === COPY_REPLY && typeof result === 'string') {
    await vscode.env.clipboard.writeText(result);
    glance(vscode.l10n.t('The reply is on the clipboard.'));
  } else if (command === FORGET) {
    glance(vscode.l10n.t('Forgotten.'));
  } else if (typeof result === 'string') {
    void vscode.window.showInformationMessage(result);
  }
}

/** Says something that needs no answer. */
export function glance(message: string): void {
  vscode.window.setStatusBarMessage(`$(check) ${message}`, GLANCE_MS);
}

async function refuseToCopy(message: string): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const line = Number(/\bline (\d+)/.exec(message)?.[1]);
  if (!editor || !line) {
    void vscode.window.showWarningMessage(message);
    return;
  }
  const show = vscode.l10n.t('Take me there');
  if ((await vscode.window.showWarningMessage(message, show)) === show) {
    const errors = vscode.languages
      .getDiagnostics(editor.document.uri)
      .filter((it) => it.severity === vscode.DiagnosticSeverity.Error && it.range.start.line === line - 1);
    const place = errors[0]?.range.start ?? new vscode.Position(line - 1, 0);
    const options = { selection: new vscode.Range(place, place), viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active };
    await vscode.window.showTextDocument(editor.document, options);
    await vscode.commands.executeCommand('editor.action.showHover');
  }
}
