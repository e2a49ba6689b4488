// The import rules of .dependency-cruiser.cjs, held against a tree.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { node, root } from '../setup/paths.mjs';

export const folders = [
  'protocol',
  'kit',
  'edge-agent',
  'server',
  'wall-client',
  'simulator',
  'bench',
  'scripts',
];

/**
 * @param {string} cwd the tree's root
 * @param {string[]} paths folders of it
 * @returns {Promise<{ violations: { rule: string, from: string, to: string }[], typescript: number, edges: number }>}
 *   typescript: modules read; edges: imports found in them. Both zero would mean that nothing was read.
 */
export async function cruise(cwd, paths) {
  const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const rules = join(root, '.dependency-cruiser.cjs');
  const { summary, modules } = JSON.parse(
    await output(node, [program, '--config', rules, '--output-type', 'json', ...paths], cwd),
  );
  const ours = modules.filter(({ source }) => /\.tsx?$/.test(source) && !source.includes('node_modules'));
  return {
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    typescript: ours.length,
    edges: ours.reduce((sum, { dependencies }) => sum + dependencies.length, 0),
  };
}

/** The check of our own tree: the lines to show, none when all is well. */
export async function importFaults() {
  const { violations, typescript, edges } = await cruise(root, folders);
  const faults = violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`);
  // The reader once passed every file because it could read none.
  if (typescript === 0 || edges === 0)
    faults.push('没有读到任何 TypeScript 文件 / no TypeScript file was read');
  return faults;
}

function output(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', chunk => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', chunk => (err += chunk));
    child.on('error', reject);
    child.on('close', () => (out.startsWith('{') ? resolve(out) : reject(new Error(err || out))));
  });
}
