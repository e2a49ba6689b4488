// Why a core cannot start, for the person who starts it: what is theirs to mend, in both languages.

/** Null for what is no setting's fault, but a bug. */
export function explainStart(error: unknown): { zh: string; en: string } | null {
  if (!(error instanceof Error)) return null;
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code === 'EADDRINUSE')
    return { zh: `端口 ${address}:${port} 已被占用`, en: `port ${address}:${port} is taken` };
  if (code === 'EADDRNOTAVAIL')
    return { zh: `本机没有地址 ${address}`, en: `this machine has no address ${address}` };
  if (code === 'EACCES' && port !== undefined)
    return { zh: `没有权限使用端口 ${port}`, en: `no permission to use port ${port}` };
  if (/port bind failed/.test(error.message))
    return { zh: '媒体端口已被占用（media.port）', en: 'a media port is taken (media.port)' };
  if (/spawn .*mediasoup-worker/.test(error.message) || code === 'ENOENT')
    return {
      zh: `缺少文件：${error.message}（先运行 npm run up）`,
      en: `a file is missing: ${error.message} (npm run up makes it)`,
    };
  // Errors written for people carry both languages already: configuration, data folder, migrations.
  const [zh, en] = error.message.split(' / ');
  return zh && en ? { zh, en } : null;
}
