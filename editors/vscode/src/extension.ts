// Starts `aplomb lsp`, connects it with VS Code, and adds what the protocol has no word for.
import * as vscode from 'vscode';
import { callServer } from './commands';
import { registerInsert } from './insert';
import { Server } from './server';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  server = new Server(context);
  const running = server;
  running.onCommand = (command, args) => callServer(running, command, args);
  context.subscriptions.push(
    running,
    registerInsert(running),
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
