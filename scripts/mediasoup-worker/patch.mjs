// Changes to the worker's own sources, each by a text that must be found exactly once: a mediasoup
// that no longer has it stops the build here and not in a browser's handshake.

/** @type {{ file: string, find: string, replace: string, why: string }[]} */
export const patches = [
  {
    file: 'meson.build',
    find: "meson_version: '>= 1.1.0'",
    replace: "meson_version: '>= 1.0.0'",
    why: 'Debian 12 has Meson 1.0.1, which is enough for the executable',
  },
  {
    file: 'src/RTC/DtlsTransport.cpp',
    find: '(operationType == BIO_CB_RETURN) ? static_cast<long>(ret) : 1',
    replace: '((operationType & BIO_CB_RETURN) != 0) ? static_cast<long>(ret) : 1',
    why:
      'an OpenSSL built with kernel TLS asks the BIO whether kTLS is on; the callback answered 1, ' +
      'so no write buffer was made and the first DTLS handshake crashed the worker',
  },
];

/**
 * Applies one patch to a source text.
 * @param {string} text
 * @param {{ file: string, find: string, replace: string }} patch
 */
export function applyPatch(text, patch) {
  const parts = text.split(patch.find);
  if (parts.length !== 2) {
    throw new Error(
      `mediasoup 源码与补丁不符：${patch.file} 中应恰有一处 / the source does not fit the patch: ` +
        `${patch.file} must hold exactly once: ${patch.find} (found ${parts.length - 1})`,
    );
  }
  return parts.join(patch.replace);
}
