// Aplomb in VS Code for one trial: starts `aplomb lsp` and passes on what both sides say.
//
// The extension in editors/vscode has a library do this, which a trial cannot fetch; this one needs
// nothing but VS Code itself. VS Code counts characters as the protocol does by default, in UTF-16,
// so places go through as they are.
'use strict';

const vscode = require('vscode');
const { spawn } = require('child_process');

const LANGUAGES = ['markdown', 'plaintext'];
const SELECTOR = LANGUAGES.flatMap((language) => [
  { scheme: 'file', language },
  { scheme: 'untitled', language },
]);
const INSERT_SNIPPET = 'aplomb.insertSnippet';
const SEVERITIES = [
  undefined,
  vscode.DiagnosticSeverity.Error,
  vscode.DiagnosticSeverity.Warning,
  vscode.DiagnosticSeverity.Information,
  vscode.DiagnosticSeverity.Hint,
];

/** The language server's process, and the messages to and from it. */
class Server {
  constructor(program, hear) {
    this.hear = hear;
    this.lastId = 0;
    this.waiting = new Map();
    this.pending = Buffer.alloc(0);
    this.ended = false;
    this.process = spawn(program, ['lsp'], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.process.stdout.on('data', (bytes) => this.take(bytes));
    // Writing to a server that has ended fails here; that it has ended is told below.
    this.process.stdin.on('error', () => {});
    this.gone = new Promise((resolve) => {
      this.process.on('error', resolve);
      this.process.on('exit', () => resolve(undefined));
    }).then((error) => {
      this.ended = true;
      for (const { reject } of this.waiting.values()) reject(new Error('the language server has ended'));
      this.waiting.clear();
      return error;
    });
  }

  take(bytes) {
    this.pending = Buffer.concat([this.pending, bytes]);
    for (;;) {
      const blank = this.pending.indexOf('\r\n\r\n');
      if (blank < 0) return;
      const length = /content-length: *(\d+)/i.exec(this.pending.toString('latin1', 0, blank));
      const start = blank + 4;
      const end = start + Number(length ? length[1] : 0);
      if (this.pending.length < end) return;
      const body = this.pending.toString('utf8', start, end);
      this.pending = this.pending.subarray(end);
      if (length) this.read(JSON.parse(body));
    }
  }

  read(message) {
    if (message.method !== undefined) {
      this.hear(message.method, message.params);
      // What the server asks for needs no answer in substance, but one it must get.
      if (message.id !== undefined) this.send({ id: message.id, result: null });
      return;
    }
    const request = this.waiting.get(message.id);
    if (!request) return;
    this.waiting.delete(message.id);
    if (message.error) request.reject(new Error(message.error.message));
    else request.resolve(message.result);
  }

  send(message) {
    if (this.ended) return;
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  tell(method, params) {
    this.send({ method, params });
  }

  ask(method, params, token) {
    if (this.ended) return Promise.reject(new Error('the language server has ended'));
    const id = ++this.lastId;
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.send({ id, method, params });
    const listening = token?.onCancellationRequested(() => this.tell('$/cancelRequest', { id }));
    return answer.finally(() => listening?.dispose());
  }
}

const toPosition = ({ line, character }) => new vscode.Position(line, character);
const toRange = ({ start, end }) => new vscode.Range(toPosition(start), toPosition(end));
const fromPosition = ({ line, character }) => ({ line, character });
const fromRange = ({ start, end }) => ({ start: fromPosition(start), end: fromPosition(end) });
const named = (document) => ({ uri: document.uri.toString() });
const isOurs = (document) => vscode.languages.match(SELECTOR, document) > 0;

function toDiagnostic(item) {
  const severity = SEVERITIES[item.severity] ?? vscode.DiagnosticSeverity.Information;
  const diagnostic = new vscode.Diagnostic(toRange(item.range), item.message, severity);
  diagnostic.source = item.source;
  const page = item.codeDescription?.href;
  diagnostic.code = page ? { value: item.code, target: vscode.Uri.parse(page) } : item.code;
  diagnostic.relatedInformation = item.relatedInformation?.map(({ location, message }) => {
    const place = new vscode.Location(vscode.Uri.parse(location.uri), toRange(location.range));
    return new vscode.DiagnosticRelatedInformation(place, message);
  });
  return diagnostic;
}

function toWorkspaceEdit(edit) {
  const workspaceEdit = new vscode.WorkspaceEdit();
  for (const { textDocument, edits } of edit.documentChanges ?? []) {
    const open = vscode.workspace.textDocuments.find((it) => it.uri.toString() === vscode.Uri.parse(textDocument.uri).toString());
    // An edit for another version would put words where they do not belong.
    if (!open || (textDocument.version !== null && open.version !== textDocument.version)) continue;
    const textEdits = edits.map((it) => vscode.TextEdit.replace(toRange(it.range), it.newText));
    workspaceEdit.set(open.uri, textEdits);
  }
  return workspaceEdit;
}

const fixes = (server) => ({
  async provideCodeActions(document, range, context, token) {
    const only = context.only && [context.only.value];
    const found = await server.ask('textDocument/codeAction', {
      textDocument: named(document),
      range: fromRange(range),
      context: { diagnostics: [], only, triggerKind: context.triggerKind },
    }, token);
    return (found ?? []).map((item) => {
      const action = new vscode.CodeAction(item.title, vscode.CodeActionKind.Empty.append(item.kind ?? ''));
      const codes = (item.diagnostics ?? []).map((it) => it.code);
      action.diagnostics = context.diagnostics.filter((it) => codes.includes(it.code?.value ?? it.code));
      action.isPreferred = item.isPreferred;
      action.command = item.command;
      action.item = item;
      return action;
    });
  },
  async resolveCodeAction(action, token) {
    if (action.item?.data === undefined) return action;
    const { edit } = await server.ask('codeAction/resolve', action.item, token);
    action.edit = edit && toWorkspaceEdit(edit);
    return action;
  },
});

const completions = (server) => ({
  async provideCompletionItems(document, position, token, context) {
    const answer = await server.ask('textDocument/completion', {
      textDocument: named(document),
      position: fromPosition(position),
      context: { triggerKind: context.triggerKind + 1, triggerCharacter: context.triggerCharacter },
    }, token);
    const items = (answer?.items ?? []).map((item) => {
      const completion = new vscode.CompletionItem(item.label, vscode.CompletionItemKind.Snippet);
      const isSnippet = item.insertTextFormat === 2;
      const text = item.textEdit.newText;
      completion.insertText = isSnippet ? new vscode.SnippetString(text) : text;
      completion.range = toRange(item.textEdit.range);
      completion.detail = item.detail;
      completion.documentation = item.documentation;
      completion.sortText = item.sortText;
      completion.filterText = item.filterText;
      return completion;
    });
    return new vscode.CompletionList(items, answer?.isIncomplete ?? false);
  },
});

const hovers = (server) => ({
  async provideHover(document, position, token) {
    const hover = await server.ask('textDocument/hover', {
      textDocument: named(document),
      position: fromPosition(position),
    }, token);
    if (!hover) return undefined;
    const text = new vscode.MarkdownString(hover.contents.value);
    return new vscode.Hover(text, hover.range && toRange(hover.range));
  },
});

function capabilities() {
  return {
    general: { positionEncodings: ['utf-16'] },
    workspace: { workspaceEdit: { documentChanges: true } },
    textDocument: {
      publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } },
        isPreferredSupport: true,
        dataSupport: true,
        resolveSupport: { properties: ['edit'] },
      },
      completion: { completionItem: { snippetSupport: true } },
      hover: { contentFormat: ['markdown'] },
    },
  };
}

/** Keeps the server's copy of each document as the editor has it. */
function follow(server, marks) {
  const open = (document) => {
    if (!isOurs(document)) return;
    const { languageId, version } = document;
    const text = document.getText();
    server.tell('textDocument/didOpen', { textDocument: { ...named(document), languageId, version, text } });
  };
  vscode.workspace.textDocuments.forEach(open);
  return [
    vscode.workspace.onDidOpenTextDocument(open),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (!isOurs(document) || contentChanges.length === 0) return;
      server.tell('textDocument/didChange', {
        textDocument: { ...named(document), version: document.version },
        contentChanges: contentChanges.map(({ range, text }) => ({ range: fromRange(range), text })),
      });
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (isOurs(document)) server.tell('textDocument/didSave', { textDocument: named(document) });
    }),
    vscode.workspace.onDidCloseTextDocument((document) => {
      marks.delete(document.uri);
      if (isOurs(document)) server.tell('textDocument/didClose', { textDocument: named(document) });
    }),
  ];
}

/** What the server's commands are here. */
function commands(server, offered) {
  const run = (command) => async (...given) => {
    const active = vscode.window.activeTextEditor?.document;
    const args = given.length > 0 ? given : active ? [active.uri.toString()] : [];
    try {
      const result = await server.ask('workspace/executeCommand', { command, arguments: args });
      if (command === 'aplomb.copyReply' && typeof result === 'string') {
        await vscode.env.clipboard.writeText(result);
        vscode.window.setStatusBarMessage('The reply is on the clipboard.', 5000);
      }
    } catch (error) {
      vscode.window.showWarningMessage(error.message);
    }
  };
  const insert = async ({ uri, version, range, snippet }) => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.toString() !== vscode.Uri.parse(uri).toString() || editor.document.version !== version) return;
    await editor.insertSnippet(new vscode.SnippetString(snippet), toRange(range));
  };
  return [
    ...offered.map((command) => vscode.commands.registerCommand(command, run(command))),
    vscode.commands.registerCommand(INSERT_SNIPPET, insert),
  ];
}

let server;

async function activate(context) {
  const program = vscode.workspace.getConfiguration('aplomb').get('path');
  const marks = vscode.languages.createDiagnosticCollection('aplomb');
  context.subscriptions.push(marks);
  server = new Server(program, (method, params) => {
    if (method === 'textDocument/publishDiagnostics') {
      const uri = vscode.Uri.parse(params.uri);
      const document = vscode.workspace.textDocuments.find((it) => it.uri.toString() === uri.toString());
      // What is said of an older text comes again for the newest.
      if (params.version != null && document && document.version !== params.version) return;
      marks.set(uri, params.diagnostics.map(toDiagnostic));
    } else if (method === 'window/showMessage') {
      vscode.window.showWarningMessage(params.message);
    }
  });
  const started = server;
  started.gone.then((error) => {
    if (started.stopping) return;
    marks.clear();
    const why = error ? `Aplomb could not be started: ${error.message}. Say in the setting aplomb.path where it is.` : 'Aplomb has ended. “Developer: Reload Window” starts it again.';
    vscode.window.showErrorMessage(why);
  });
  const folders = vscode.workspace.workspaceFolders ?? [];
  let greeting;
  try {
    greeting = await started.ask('initialize', {
      processId: process.pid,
      clientInfo: { name: vscode.env.appName, version: vscode.version },
      rootUri: folders[0]?.uri.toString() ?? null,
      workspaceFolders: folders.map(({ uri, name }) => ({ uri: uri.toString(), name })),
      initializationOptions: { commands: [INSERT_SNIPPET] },
      capabilities: capabilities(),
    });
  } catch {
    // That it has ended is told above.
    return;
  }
  started.tell('initialized', {});
  const offers = greeting.capabilities;
  context.subscriptions.push(
    ...follow(started, marks),
    ...commands(started, offers.executeCommandProvider?.commands ?? []),
    vscode.languages.registerCodeActionsProvider(SELECTOR, fixes(started), {
      providedCodeActionKinds: (offers.codeActionProvider?.codeActionKinds ?? []).map((kind) => vscode.CodeActionKind.Empty.append(kind)),
    }),
    vscode.languages.registerCompletionItemProvider(SELECTOR, completions(started), ...(offers.completionProvider?.triggerCharacters ?? [])),
    vscode.languages.registerHoverProvider(SELECTOR, hovers(started)),
  );
}

async function deactivate() {
  if (!server || server.ended) return;
  server.stopping = true;
  try {
    await server.ask('shutdown');
    server.tell('exit');
    await server.gone;
  } catch {
    // It has ended before it was asked to.
  }
}

module.exports = { activate, deactivate };
