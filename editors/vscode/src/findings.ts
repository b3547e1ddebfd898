// What is marked in a draft: why, and what is safe to mend.
import * as vscode from 'vscode';
import { glance } from './commands';
import { draftInFront } from './documents';

const SOURCE = 'aplomb';
const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append(SOURCE);

/** What Aplomb marks in a document. */
export function findingsIn(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((it) => it.source === SOURCE);
}

export function registerFindings(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('aplomb.explain', explain),
    vscode.commands.registerCommand('aplomb.openPage', openPage),
    vscode.commands.registerCommand('aplomb.fixAll', fixAll),
  );
}

async function explain(): Promise<void> {
  const editor = await draftInFront();
  const finding = editor && (await choose(editor));
  if (!finding) {
    return;
  }
  const at = editor.selection.active;
  if (!finding.range.contains(at)) {
    editor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    editor.revealRange(finding.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
  await vscode.commands.executeCommand('editor.action.showHover');
}

async function openPage(): Promise<void> {
  const editor = await draftInFront();
  const finding = editor && (await choose(editor));
  const code = finding?.code;
  if (typeof code === 'object') {
    // Beside the draft, and it stays when another draft comes to the front.
    await vscode.commands.executeCommand('markdown.showLockedPreviewToSide', code.target);
  } else if (finding) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This one has no page: its message says it all.'));
  }
}

/** The finding at the cursor, or the only one, or the one that the writer picks. */
async function choose(editor: vscode.TextEditor): Promise<vscode.Diagnostic | undefined> {
  const all = findingsIn(editor.document.uri).sort((a, b) => a.range.start.compareTo(b.range.start));
  const here = all.filter((it) => it.range.contains(editor.selection.active));
  const among = here.length > 0 ? here : all;
  if (among.length < 2) {
    if (among.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Nothing is marked in this reply.'));
    }
    return among[0];
  }
  const rows = among.map((finding) => ({
    label: finding.message,
    description: vscode.l10n.t('line {0}', finding.range.start.line + 1),
    finding,
  }));
  return (await vscode.window.showQuickPick(rows, { title: vscode.l10n.t('Which one?'), matchOnDescription: true }))?.finding;
}

async function fixAll(): Promise<void> {
  const document = (await draftInFront())?.document;
  if (!document) {
    return;
  }
  const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>(
    'vscode.executeCodeActionProvider',
    document.uri,
    whole,
    FIX_ALL.value,
    1,
  );
  const edit = actions?.[0]?.edit;
  if (!edit) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No safe fix is left. The rest is yours to decide.'));
  } else if (await vscode.workspace.applyEdit(edit)) {
    glance(vscode.l10n.t('The safe fixes are in.'));
  }
}
