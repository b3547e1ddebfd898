// Where the program is that does the work: named in the settings, shipped with the extension, or installed.
import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';

const IS_WINDOWS = process.platform === 'win32';
const NAME = IS_WINDOWS ? 'aplomb.exe' : 'aplomb';

/** How long a program may take to say its version: the first start can be held up by what looks for viruses. */
const PATIENCE_MS = 10_000;

/** The program, or what the user has named that is none. */
export type Found = { readonly program: string } | { readonly named: string | undefined };

export async function findProgram(context: vscode.ExtensionContext): Promise<Found> {
  const named = vscode.workspace.getConfiguration('aplomb').get<string>('path')?.trim();
  if (named) {
    const program = await find(withHome(named));
    return program === undefined ? { named } : { program };
  }
  const shipped = context.asAbsolutePath(path.join('bin', NAME));
  if (await isFile(shipped)) {
    await allow(shipped);
    return { program: shipped };
  }
  const program = await find('aplomb');
  return program === undefined ? { named: undefined } : { program };
}

/** A name alone is looked for as a shell would, and where `cargo install` puts programs. */
async function find(name: string): Promise<string | undefined> {
  if (name.includes('/') || name.includes(path.sep)) {
    return (await isFile(name)) ? name : undefined;
  }
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  // A desktop may start VS Code without what a shell adds to PATH.
  folders.push(path.join(os.homedir(), '.cargo', 'bin'));
  const names = IS_WINDOWS && path.extname(name) === '' ? [`${name}.exe`] : [name];
  for (const folder of folders) {
    for (const file of names.map((it) => path.join(folder, it))) {
      if (await isFile(file)) {
        return file;
      }
    }
  }
  return undefined;
}

function withHome(name: string): string {
  return name.startsWith('~/') ? path.join(os.homedir(), name.slice(2)) : name;
}

async function isFile(file: string): Promise<boolean> {
  return fs.stat(file).then((it) => it.isFile(), () => false);
}

/** Some ways to unpack an extension forget that a file can be run. */
async function allow(file: string): Promise<void> {
  try {
    await fs.access(file, fs.constants.X_OK);
  } catch {
    // Where this fails, so does starting it, and that is told.
    await fs.chmod(file, 0o755).catch(() => undefined);
  }
}

/** Why a program is not ours, or does not run here; `undefined` if it is and does. */
export function troubleWith(program: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, ['--version'], { timeout: PATIENCE_MS }, (error, said) => {
      const isOurs = said.startsWith('aplomb ');
      resolve(isOurs ? undefined : `${program} --version: ${error?.message ?? said}`);
    });
  });
}

/** Tells that there is no program, with ways on. */
export async function offerProgram(context: vscode.ExtensionContext, named: string | undefined): Promise<void> {
  const choose = vscode.l10n.t('Choose the program…');
  const how = vscode.l10n.t('How to install it');
  const message =
    named === undefined
      ? vscode.l10n.t('Aplomb cannot start yet: its program “aplomb” is not on this machine. Install it, or say where it is.')
      : vscode.l10n.t('Aplomb cannot start yet: there is no program at “{0}”, which “aplomb.path” names.', named);
  const chosen = await vscode.window.showErrorMessage(message, how, choose);
  if (chosen === how) {
    // Packaging gives the README this name.
    const page = vscode.Uri.joinPath(context.extensionUri, 'readme.md');
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } else if (chosen === choose) {
    const files = await vscode.window.showOpenDialog({ title: choose, openLabel: vscode.l10n.t('Use this program') });
    if (files?.[0]) {
      // Whoever listens to this setting starts the program.
      const settings = vscode.workspace.getConfiguration('aplomb');
      await settings.update('path', files[0].fsPath, vscode.ConfigurationTarget.Global);
    }
  }
}
