// Which documents Aplomb is for.
import * as vscode from 'vscode';

/** Mail has no language of its own in VS Code; other extensions use the last two names. */
const LANGUAGES = ['markdown', 'plaintext', 'mail', 'eml', 'email'];

// Files and new documents, but not what VS Code itself shows as text, such as the old side of a comparison.
const SCHEMES = ['file', 'untitled', 'vscode-vfs'];

/** Documents that may be replies. The server knows which are. */
export const DRAFTS = SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language })));

/** Settings and packs; the server leaves other TOML files alone. */
export const OWN_FILES = { scheme: 'file', pattern: '**/*.toml' };

export function mayBeReply(document: vscode.TextDocument): boolean {
  return vscode.languages.match(DRAFTS, document) > 0;
}

/** The draft that was worked on last: a page such as “Get started” may be in front of it. */
let last: vscode.TextDocument | undefined;

/** Keeps in mind which draft is worked on. */
export function followDrafts(): vscode.Disposable {
  const follow = (editor: vscode.TextEditor | undefined): void => {
    if (editor && mayBeReply(editor.document)) {
      last = editor.document;
    }
  };
  follow(vscode.window.activeTextEditor);
  return vscode.window.onDidChangeActiveTextEditor(follow);
}

/** The editor with the draft that a command is about; tells if there is none. */
export async function draftInFront(): Promise<vscode.TextEditor | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor && mayBeReply(editor.document)) {
    return editor;
  }
  if (!editor && last && !last.isClosed) {
    return vscode.window.showTextDocument(last);
  }
  void vscode.window.showInformationMessage(vscode.l10n.t('Open your reply first, then try again.'));
  return undefined;
}
