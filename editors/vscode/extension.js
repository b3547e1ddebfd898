// Starts `aplomb lsp` and connects it with VS Code.
'use strict';

const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

const INSERT_SNIPPET = 'aplomb.insertSnippet';
const COPY_REPLY = 'aplomb.copyReply';
const SWITCH_OFF = 'aplomb.switchOff';

const LANGUAGES = ['markdown', 'plaintext'];
// Files and new documents, but not what VS Code itself shows as text, such as the old side of a comparison.
const SCHEMES = ['file', 'untitled'];

let client;

async function activate(context) {
  const command = vscode.workspace.getConfiguration('aplomb').get('path');
  client = new LanguageClient('aplomb', 'Aplomb', { command, args: ['lsp'] }, {
    documentSelector: [
      ...SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
      // Settings and packs; the server leaves other TOML files alone.
      { scheme: 'file', pattern: '**/*.toml' },
    ],
    // The server offers words with places to fill in only where it hears that they can be inserted.
    initializationOptions: { commands: [INSERT_SNIPPET] },
    middleware: { executeCommand },
  });
  context.subscriptions.push(vscode.commands.registerCommand(INSERT_SNIPPET, insertSnippet));
  try {
    await client.start();
  } catch (error) {
    // The client tells of every failure in its own words; this one has a way out.
    if (String(error).includes('ENOENT')) {
      vscode.window.showErrorMessage(`Install “${command}”, or set “aplomb.path” to where it is.`);
    }
  }
}

/** Runs a command of the server; from the command palette it is about the document in front. */
async function executeCommand(command, args, next) {
  const document = vscode.window.activeTextEditor?.document;
  if (args.length === 0 && document) {
    args = [client.code2ProtocolConverter.asUri(document.uri)];
  }
  const result = await next(command, args);
  if (command === SWITCH_OFF && typeof result === 'string') {
    vscode.window.showInformationMessage(result);
  }
  if (command === COPY_REPLY && typeof result === 'string') {
    await vscode.env.clipboard.writeText(result);
    vscode.window.setStatusBarMessage('The reply is on the clipboard.', 5000);
  }
  return result;
}

/** Inserts words with places to fill in. */
async function insertSnippet({ uri, version, range, snippet }) {
  const target = client.protocol2CodeConverter.asUri(uri).toString();
  const editor = vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === target);
  // The words were meant for the text as it was; in a newer one they could land anywhere.
  if (editor?.document.version !== version) {
    vscode.window.showInformationMessage('The draft has changed meanwhile. Please choose again.');
    return;
  }
  await editor.insertSnippet(new vscode.SnippetString(snippet), client.protocol2CodeConverter.asRange(range));
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
