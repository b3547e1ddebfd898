// Words with places to fill in.
import * as vscode from 'vscode';
import type { Range } from 'vscode-languageclient/node';
import type { Server } from './server';

/** The command by which the server has such words inserted. */
export const INSERT_SNIPPET = 'aplomb.insertSnippet';

/** The argument of [`INSERT_SNIPPET`]. */
interface Insertion {
  readonly uri: string;
  readonly version: number;
  readonly range: Range;
  readonly snippet: string;
}

export function registerInsert(server: Server): vscode.Disposable {
  return vscode.commands.registerCommand(INSERT_SNIPPET, async (insertion: Insertion) => {
    const { uri, range } = server.convert(insertion.uri, insertion.range);
    const target = uri.toString();
    const editor = vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === target);
    await insertAt(editor, insertion.version, range, insertion.snippet);
  });
}

async function insertAt(
  editor: vscode.TextEditor | undefined,
  version: number,
  range: vscode.Range,
  snippet: string,
): Promise<void> {
  // The words were meant for the text as it was; in a newer one they could land anywhere.
  if (editor?.document.version !== version) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The draft has changed meanwhile. Please choose again.'));
    return;
  }
  await editor.insertSnippet(new vscode.SnippetString(snippet), range);
}
