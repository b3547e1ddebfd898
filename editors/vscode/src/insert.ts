// Words with places to fill in: chosen from a menu of fixes, or from a list of those that fit.
import * as vscode from 'vscode';
import type { CompletionItem, CompletionList, InsertReplaceEdit, Range, TextEdit } from 'vscode-languageclient/node';
import { draftInFront } from './documents';
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

/** What a list can be asked for: the tag as the server knows it, and what to say. */
interface Kind {
  readonly command: string;
  readonly tag: string;
  readonly title: string;
  readonly none: string;
}

/** What opens the server's menu as it is typed. */
const TRIGGER = ';';

function kinds(): Kind[] {
  const { t } = vscode.l10n;
  return [
    {
      command: 'aplomb.insertGreeting',
      tag: 'greeting',
      title: t('Insert a greeting'),
      none: t('No greeting fits here. Try the top of a reply that has none.'),
    },
    {
      command: 'aplomb.insertThanks',
      tag: 'thanks',
      title: t('Insert thanks'),
      none: t('No thanks fit here. Try an empty line of your own.'),
    },
    {
      command: 'aplomb.insertFarewell',
      tag: 'farewell',
      title: t('Insert a farewell'),
      none: t('No farewell fits here. Try an empty line at the end.'),
    },
    {
      command: 'aplomb.insertAny',
      tag: '',
      title: t('Insert words that fit here'),
      none: t('Nothing fits here. Try an empty line of your own.'),
    },
  ];
}

export function registerInsert(server: Server): vscode.Disposable {
  const fromList = kinds().map((kind) =>
    vscode.commands.registerCommand(kind.command, () => insertFromList(server, kind)),
  );
  return vscode.Disposable.from(
    ...fromList,
    vscode.commands.registerCommand(INSERT_SNIPPET, async (insertion: Insertion) => {
      const { uri, range } = server.convert(insertion.uri, insertion.range);
      const target = uri.toString();
      const editor = vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === target);
      await insertAt(editor, insertion.version, range, insertion.snippet);
    }),
  );
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

async function insertFromList(server: Server, kind: Kind): Promise<void> {
  const editor = await draftInFront();
  if (!editor || !(await server.ready())) {
    return;
  }
  const items = await offers(server, editor, kind.tag);
  if (items.length === 0) {
    void vscode.window.showInformationMessage(kind.none);
    return;
  }
  const { version } = editor.document;
  const at = editor.selection.active;
  const rows = items.map((item) => ({ label: item.label, detail: item.detail ?? '', item }));
  const placeHolder = vscode.l10n.t('Type to filter, Enter to insert. Tab then goes from blank to blank.');
  const chosen = await vscode.window.showQuickPick(rows, { title: kind.title, placeHolder, matchOnDetail: true });
  const edit = chosen?.item.textEdit;
  if (!edit) {
    return;
  }
  // What was asked with is gone again, so the words take the place of what was typed before it only.
  const { line, character } = rangeOf(edit).start;
  const from = new vscode.Position(line, character);
  const range = from.isBefore(at) ? new vscode.Range(from, at) : new vscode.Range(at, at);
  await insertAt(editor, version, range, setOff(editor.document, range, edit.newText));
}

/** The words with a blank where they would run into those beside them. */
function setOff(document: vscode.TextDocument, range: vscode.Range, words: string): string {
  const line = document.lineAt(range.start.line).text;
  const before = /\S$/u.test(line.slice(0, range.start.character)) && /^\S/u.test(words) ? ' ' : '';
  const after = /^\S/u.test(line.slice(range.end.character)) && /\S$/u.test(words.replace(/\$0$/u, '')) ? ' ' : '';
  return before + words + after;
}

function rangeOf(edit: TextEdit | InsertReplaceEdit): Range {
  return 'range' in edit ? edit.range : edit.insert;
}

/**
 * What the server offers at the cursor for a tag.
 *
 * It reads what is asked for from the draft itself, so that is put there for the moment of the question.
 */
async function offers(server: Server, editor: vscode.TextEditor, tag: string): Promise<CompletionItem[]> {
  const { document } = editor;
  const at = editor.selection.active;
  const asking = setOff(document, new vscode.Range(at, at), TRIGGER + tag);
  const text = document.getText();
  if (!(await editor.edit((edit) => edit.insert(at, asking)))) {
    return [];
  }
  const asked = new vscode.Range(at, at.translate(0, asking.length));
  const { version } = document;
  try {
    const list = await server.request<CompletionItem[] | CompletionList | null>('textDocument/completion', {
      textDocument: { uri: server.uriOf(document) },
      position: { line: at.line, character: at.character + asking.trimEnd().length },
    });
    return Array.isArray(list) ? list : (list?.items ?? []);
  } finally {
    await takeBack(editor, asked, asking, version, text);
  }
}

async function takeBack(
  editor: vscode.TextEditor,
  asked: vscode.Range,
  asking: string,
  version: number,
  text: string,
): Promise<void> {
  const { document } = editor;
  // Undoing leaves a saved draft saved. What was typed meanwhile would be undone in its stead.
  if (document.version === version && vscode.window.activeTextEditor === editor) {
    await vscode.commands.executeCommand('undo');
  }
  if (document.getText() !== text && document.getText(asked) === asking) {
    await editor.edit((edit) => edit.delete(asked));
  }
}
