// node .ci/count.mjs REPORT CHECK TESTS: one line from vitest's JSON report and the two exit codes;
// the check counts as one. Exits 1 when anything failed.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @param {{ testResults: { status: string, assertionResults: { status: string }[] }[] } | null} report
 *   null: vitest wrote none
 * @param {number} check exit code
 * @param {number} tests exit code
 */
export function count(report, check, tests) {
  const of = status =>
    (report?.testResults ?? [])
      .flatMap(file => file.assertionResults)
      .filter(test => status.includes(test.status)).length;
  // A file that could not be read has failed though none of its tests did.
  const broken = (report?.testResults ?? []).filter(
    file => file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed'),
  ).length;
  let failed = of(['failed']) + broken + (check === 0 ? 0 : 1);
  const passed = of(['passed']) + (check === 0 ? 1 : 0);
  const ran = passed - (check === 0 ? 1 : 0) > 0;
  if ((tests !== 0 || !ran) && failed === (check === 0 ? 0 : 1)) failed += 1; // an error outside every test
  const skipped = of(['skipped', 'pending', 'todo', 'disabled']);
  return { passed, failed, skipped };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file, check, tests] = process.argv.slice(2);
  let report = null;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // set-up or vitest itself ended early: counted below
  }
  const { passed, failed, skipped } = count(report, Number(check), Number(tests));
  console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed === 0 ? 0 : 1;
}
