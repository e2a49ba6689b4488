// What the documents point at exists: relative links, their headings, and the npm commands they name.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/**
 * @param {string} base the repository
 * @param {string[]} files Markdown files, relative to it
 * @param {Record<string, string>} commands the scripts of package.json
 * @returns {string[]} what is wrong, a line each
 */
export function docFaults(base, files, commands) {
  const faults = [];
  for (const file of files) {
    const text = readFileSync(join(base, file), 'utf8');
    for (const target of links(text)) {
      const [path, heading] = target.split('#');
      const full = path ? resolve(base, dirname(file), decodeURIComponent(path)) : join(base, file);
      if (relative(base, full).startsWith('..'))
        faults.push(`${file}: 链接指向仓库之外 / leaves the repository: ${target}`);
      else if (!existsSync(full)) faults.push(`${file}: 链接无效 / no such file: ${target}`);
      else if (
        heading &&
        full.endsWith('.md') &&
        !headings(readFileSync(full, 'utf8')).has(heading.toLowerCase())
      )
        faults.push(`${file}: 无此标题 / no such heading: ${target}`);
    }
    for (const name of npmCommands(text)) {
      if (!(name in commands)) faults.push(`${file}: 无此命令 / no such command: npm run ${name}`);
    }
  }
  return faults;
}

/** Relative targets of links and pictures; what stands in code is not a link. */
export function links(text) {
  const prose = withoutCode(text);
  const found = [
    ...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g),
    ...prose.matchAll(/^\[[^\]]+\]:\s*<?(\S+?)>?\s*$/gm),
    ...prose.matchAll(/<(?:img|a|source)\b[^>]*?\b(?:src|href|srcset)="([^"]+)"/g),
  ];
  return found
    .map(match => match[1] ?? '')
    .filter(target => target && !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target));
}

/** Names behind `npm run`, and `npm test` for test, wherever they stand. */
export function npmCommands(text) {
  const names = [...text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(match => match[1] ?? '');
  return /\bnpm test\b/.test(text) ? [...names, 'test'] : names;
}

/** Headings as GitHub names them in links. */
function headings(text) {
  const names = new Set();
  for (const [, title = ''] of text
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
    .matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
    let name = slug;
    for (let n = 1; names.has(name); n++) name = `${slug}-${n}`;
    names.add(name);
  }
  return names;
}

function withoutCode(text) {
  return text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '');
}
