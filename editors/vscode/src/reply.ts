// New replies: to the mail on the clipboard, and one to try things on.
import * as vscode from 'vscode';
import type { Server } from './server';

const SAMPLE = `Hi,

Thank you for your email. The sync should work again now, and you will hear from us soon.

> Hi there,
>
> the sync with my calendar has failed since Monday: I get “token expired” every morning.
> Could you have a look? I need it for a course on Friday.
>
> Thanks,
> Maria
`;

export function registerReplies(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('aplomb.newReply', () => newReply(server)),
    vscode.commands.registerCommand('aplomb.openSample', () => open(SAMPLE)),
  );
}

async function newReply(server: Server): Promise<void> {
  const mail = await vscode.env.clipboard.readText();
  if (mail.trim() === '') {
    void vscode.window.showInformationMessage(vscode.l10n.t('The clipboard is empty. Copy their mail, then try again.'));
    return;
  }
  const editor = await open(`\n\n${quoted(mail)}\n`);
  editor.selection = new vscode.Selection(0, 0, 0, 0);
  if (server.isRunning) {
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
  }
}

async function open(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  return vscode.window.showTextDocument(document);
}

/** A mail as it is quoted in the answer. */
function quoted(mail: string): string {
  const lines = mail.replace(/\r\n?/g, '\n').replace(/^\s*\n|\s+$/g, '').split('\n');
  return lines.map((line) => `> ${line}`.trimEnd()).join('\n');
}
