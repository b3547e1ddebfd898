// Bundles the sources into the one file that VS Code loads.
import { build } from 'esbuild';

const isRelease = process.argv.includes('--release');

await build({
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  external: ['vscode'],
  format: 'cjs',
  platform: 'node',
  // What the oldest VS Code in `engines` runs on.
  target: 'node20',
  minify: isRelease,
  sourcemap: !isRelease,
  logLevel: 'warning',
});
