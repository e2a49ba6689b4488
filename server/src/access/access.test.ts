import { FakeClock, systemClock } from '@brightwall/kit/clock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../store/open.ts';
import { SessionStore } from '../store/sessions.ts';
import { SignInLog } from '../store/sign-in-log.ts';
import { UserStore } from '../store/users.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { Access } from './access.ts';
import { Sessions } from './sessions.ts';
import { Throttle } from './throttle.ts';

const hour = 3_600_000;
const caller = { address: '192.0.2.1', userAgent: 'vitest' };
const folder = tempFolder('access');
let store: Store;
let clock: FakeClock;
let sessions: Sessions;
let access: Access;

beforeAll(async () => {
  store = await openStore({ dataDir: folder.path, url: undefined, clock: systemClock, log: () => {} });
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

beforeEach(async () => {
  await store.db.deleteFrom('app_user').execute();
  clock = new FakeClock();
  sessions = new Sessions(new SessionStore(store.db), { absoluteMs: 14 * hour, idleMs: 2 * hour }, clock);
  access = new Access({ users: new UserStore(store.db), sessions, audit: new SignInLog(store.db), clock });
});

const signIn = (password: string, username = 'admin', from = caller) =>
  access.signIn({ username, password }, from);

/** An administrator whose first password was replaced. */
async function settled(): Promise<{ token: string }> {
  const first = (await access.firstRun())!;
  const { token } = await signIn(first.password);
  const signedIn = (await access.identify(token))!;
  const request = { oldPassword: first.password, newPassword: 'correct horse battery' };
  return access.changePassword(signedIn, request, caller);
}

describe('the first run', () => {
  it('makes an administrator with a password that must be changed', async () => {
    const first = await access.firstRun();
    expect(first?.password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    const { user } = await signIn(first!.password);
    expect(user).toEqual({ username: 'admin', role: 'administrator', mustChangePassword: true });
  });

  it('makes another password at each start until it was changed, and none after', async () => {
    const lost = (await access.firstRun())!;
    const again = (await access.firstRun())!;
    await expect(signIn(lost.password)).rejects.toMatchObject({ code: 'wrong-credentials' });
    const { token } = await signIn(again.password);
    const request = { oldPassword: again.password, newPassword: 'correct horse battery' };
    await access.changePassword((await access.identify(token))!, request, caller);
    expect(await access.firstRun()).toBeNull();
  });

  it('leaves no password in the database', async () => {
    const { password } = (await access.firstRun())!;
    const { rows } = await store.db.executeQuery(store.db.selectFrom('app_user').selectAll().compile());
    expect(JSON.stringify(rows)).not.toContain(password);
    expect(JSON.stringify(rows)).toContain('$argon2id$');
  });
});

describe('another user', () => {
  it('is added with a password to be replaced, once for a name in any case', async () => {
    await settled();
    const added = await access.addUser(' Bo ', caller);
    expect((await signIn(added.password, 'bo')).user).toMatchObject({
      username: 'bo',
      mustChangePassword: true,
    });
    await expect(access.addUser('BO', caller)).rejects.toMatchObject({ code: 'username-taken' });
    // Replacing it ends his sessions, and nobody else's.
    const { token: mine } = await signIn('correct horse battery');
    const { token } = await signIn(added.password, 'bo');
    const request = { oldPassword: added.password, newPassword: 'another good one' };
    await access.changePassword((await access.identify(token))!, request, caller);
    expect(await access.identify(token)).toBeNull();
    expect(await access.identify(mine)).not.toBeNull();
    const both = await Promise.allSettled([access.addUser('cai', caller), access.addUser('cai', caller)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('signing in', () => {
  it('takes the name in any case, and gives a session that only its token opens', async () => {
    await settled();
    const { token } = await signIn('correct horse battery', ' Admin ');
    expect(await access.identify(token)).toMatchObject({
      user: { username: 'admin', mustChangePassword: false },
    });
    for (const wrong of [undefined, '', token.slice(1), 'x'.repeat(1000)])
      expect(await access.identify(wrong)).toBeNull();
    const stored = await store.db.selectFrom('session').select('token_hash').execute();
    expect(stored.map(row => row.token_hash.toString())).not.toContain(token);
  });

  it('does not say whether the name or the password was wrong', async () => {
    await settled();
    await expect(signIn('wrong password')).rejects.toMatchObject({
      code: 'wrong-credentials',
      detail: undefined,
    });
    await expect(signIn('wrong password', 'nobody')).rejects.toMatchObject({
      code: 'wrong-credentials',
      detail: undefined,
    });
  });

  it('is closed for a name after eight wrong tries, even to the right password, for five minutes', async () => {
    await settled();
    for (let n = 0; n < 8; n++)
      await expect(signIn(`wrong ${n}`)).rejects.toMatchObject({ code: 'wrong-credentials' });
    await expect(signIn('correct horse battery')).rejects.toMatchObject({ code: 'too-many-requests' });
    await clock.advance(5 * 60_000);
    await signIn('correct horse battery');
  });

  it('writes down once that it is closed, however many tries follow', async () => {
    await settled();
    const name = `flooded-${Math.random()}`;
    for (let n = 0; n < 20; n++) await signIn('wrong', name).catch(() => {});
    const log = await store.db
      .selectFrom('sign_in_log')
      .select('kind')
      .where('username', '=', name)
      .execute();
    expect(log.filter(entry => entry.kind === 'refused')).toHaveLength(8);
    expect(log.filter(entry => entry.kind === 'throttled')).toHaveLength(1);
  });

  it('counts tries that are made at the same time', async () => {
    await settled();
    const tries = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => signIn(`wrong ${n}`)));
    const codes = tries.map(result => (result.status === 'rejected' ? result.reason.code : 'in'));
    expect(codes.filter(code => code === 'wrong-credentials')).toHaveLength(8);
    expect(codes.filter(code => code === 'too-many-requests')).toHaveLength(4);
  });

  it('leaves a record of who came, who failed and who left, which cannot be changed', async () => {
    await settled();
    await signIn('wrong').catch(() => {});
    const { token } = await signIn('correct horse battery');
    await access.signOut(token, (await access.identify(token))!, caller);
    const log = await store.db.selectFrom('sign_in_log').selectAll().orderBy('id', 'desc').limit(3).execute();
    expect(log.map(entry => entry.kind)).toEqual(['signed-out', 'signed-in', 'refused']);
    expect(JSON.stringify(log)).not.toContain('correct horse');
    await expect(store.db.deleteFrom('sign_in_log').execute()).rejects.toThrow('append-only');
    await expect(store.db.updateTable('sign_in_log').set({ kind: 'refused' }).execute()).rejects.toThrow(
      'append-only',
    );
  });
});

describe('a password', () => {
  it('may not be short, the name, or the old one', async () => {
    const { token } = await settled();
    const signedIn = (await access.identify(token))!;
    for (const newPassword of ['short', 'correct horse battery', 'ADMIN']) {
      const request = { oldPassword: 'correct horse battery', newPassword };
      await expect(access.changePassword(signedIn, request, caller)).rejects.toMatchObject({
        code: 'weak-password',
      });
    }
  });

  it('is changed only by who knows the old one, and ends every other session', async () => {
    const { token: other } = await settled();
    const { token } = await signIn('correct horse battery');
    const signedIn = (await access.identify(token))!;
    const wrong = { oldPassword: 'a guess at it', newPassword: 'another good one' };
    await expect(access.changePassword(signedIn, wrong, caller)).rejects.toMatchObject({
      code: 'wrong-credentials',
    });
    const ended: string[] = [];
    sessions.events.on('ended', id => ended.push(id));
    const request = { oldPassword: 'correct horse battery', newPassword: 'another good one' };
    const changed = await access.changePassword(signedIn, request, caller);
    expect(ended).toHaveLength(2);
    expect(ended).toContain(signedIn.sessionId);
    expect(await access.identify(other)).toBeNull();
    expect(await access.identify(token)).toBeNull();
    expect(await access.identify(changed.token)).not.toBeNull();
  });
});

describe('a session', () => {
  it('lasts a night of use and ends after fourteen hours', async () => {
    const { token } = await settled();
    for (let n = 0; n < 13; n++) {
      await clock.advance(hour);
      expect(await access.identify(token)).not.toBeNull();
    }
    await clock.advance(hour);
    expect(await access.identify(token)).toBeNull();
  });

  it('ends after two hours without use, and is told so', async () => {
    const { token } = await settled();
    const ended: string[] = [];
    sessions.events.on('ended', id => ended.push(id));
    await clock.advance(2 * hour);
    expect(await access.identify(token)).toBeNull();
    expect(ended).toHaveLength(1);
    expect(await store.db.selectFrom('session').selectAll().execute()).toEqual([]);
  });

  it('leaves no timer behind when the core ends', () => {
    sessions.close();
    expect(clock.pending).toBe(0);
  });
});

describe('a throttle', () => {
  it('remembers a bounded number of keys', () => {
    const throttle = new Throttle({ failures: 1, windowMs: 1000, maxKeys: 3 }, clock);
    for (const key of ['a', 'b', 'c', 'd']) throttle.count(key);
    expect(throttle.size).toBe(3);
    expect(['a', 'd'].map(key => throttle.isRefused(key))).toEqual([false, true]);
  });
});
