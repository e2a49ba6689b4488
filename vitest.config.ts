import { defineConfig } from 'vitest/config';

const everywhere = ['**/node_modules/**', '**/dist/**', 'data/**', 'bench/out/**'];

// Two projects, one after the other: tests beside the code, then the whole system in a browser, alone
// on the machine because it measures times.
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...everywhere, '**/*.e2e.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['scripts/e2e/**/*.e2e.test.ts'],
          exclude: everywhere,
          testTimeout: 120_000,
          hookTimeout: 240_000,
          // A whole system and a browser on two cores: what is waited for comes, but in seconds.
          expect: { poll: { timeout: 30_000, interval: 200 } },
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
