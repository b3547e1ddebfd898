// Starts `aplomb lsp`, connects it with VS Code, and adds what the protocol has no word for.
import * as vscode from 'vscode';
import { CHECK_AS_REPLY, callServer } from './commands';
import { followDrafts } from './documents';
import { registerFindings } from './findings';
import { registerInsert } from './insert';
import { registerReplies } from './reply';
import { Server } from './server';
import { Status } from './status';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const running = new Server(context);
  server = running;
  const status = new Status(running);
  running.onCommand = async (command, args) => {
    const result = await callServer(running, command, args);
    if (command === CHECK_AS_REPLY) {
      status.soon(0);
    }
    return result;
  };
  context.subscriptions.push(
    running,
    status,
    followDrafts(),
    registerFindings(),
    registerInsert(running),
    registerReplies(running),
    vscode.commands.registerCommand('aplomb.restart', () => running.restart()),
    vscode.commands.registerCommand('aplomb.showOutput', () => running.showOutput()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('aplomb.path')) {
        void running.restart();
      }
    }),
  );
  await running.restart();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
