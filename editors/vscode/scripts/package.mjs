// Makes the .vsix:
//
//   npm run package                                          without the program: aplomb.vsix
//   npm run package -- --target linux-x64 --binary PATH      with it: aplomb-linux-x64.vsix
//
// APLOMB_BINARY says the same as --binary. Without --target the program is taken to be for this machine.
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';

const { values } = parseArgs({
  options: { target: { type: 'string' }, binary: { type: 'string' }, out: { type: 'string' } },
});
const binary = values.binary ?? process.env.APLOMB_BINARY;
const target = values.target ?? (binary && `${process.platform}-${process.arch}`);
if (target && !binary) {
  console.error(`Which program is for ${target}? Add --binary PATH.`);
  process.exit(2);
}

execFileSync(process.execPath, ['scripts/build.mjs', '--release'], { stdio: 'inherit' });
// A program of an earlier run, for another machine, must not come along.
await rm('bin', { recursive: true, force: true });
if (binary) {
  const program = target.startsWith('win32') ? 'bin/aplomb.exe' : 'bin/aplomb';
  await mkdir('bin');
  await copyFile(binary, program);
  await chmod(program, 0o755);
}
const licences = await Promise.all(['MIT', 'APACHE'].map((name) => readFile(`../../LICENSE-${name}`, 'utf8')));
await writeFile('LICENSE.txt', `At your option, either of these two.\n\n${licences.join('\n\n')}`);

await createVSIX({
  packagePath: values.out ?? (target ? `aplomb-${target}.vsix` : 'aplomb.vsix'),
  // All that runs is in the bundle.
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
  ...(target && { target }),
});
