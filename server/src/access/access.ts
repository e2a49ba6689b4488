// Who may come in. One administrator, made at the first run; no route and no socket answers without
// its session, and none but the password's change until the generated password is replaced.
import { randomUUID } from 'node:crypto';
import type { Clock } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import type { ChangePassword, FirstPassword, SessionUser, SignIn } from '@brightwall/protocol/wall-messages';
import { generatePassword, hashPassword, isAcceptable, verifyPassword } from './password.ts';
import type { Caller, SignInAudit, User, Users } from './ports.ts';
import type { Sessions } from './sessions.ts';
import { Throttle } from './throttle.ts';
import { Turns } from './turns.ts';

export const firstUsername = 'admin';

/** 8 wrong tries for one name, 30 from one address, within 5 minutes. */
const perName = { failures: 8, windowMs: 5 * 60_000, maxKeys: 10_000 };
const perAddress = { failures: 30, windowMs: 5 * 60_000, maxKeys: 10_000 };
/** 46 MiB and a core each: more at once would starve the media. */
const maxHashesAtOnce = 2;
const maxHashesWaiting = 32;

export interface SignedIn {
  readonly sessionId: string;
  readonly userId: string;
  readonly user: SessionUser;
}

export interface AccessOptions {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly audit: SignInAudit;
  readonly clock: Clock;
}

export class Access {
  readonly sessions: Sessions;
  readonly #users: Users;
  readonly #audit: SignInAudit;
  readonly #clock: Clock;
  readonly #byName: Throttle;
  readonly #byAddress: Throttle;
  readonly #hashing = new Turns(maxHashesAtOnce, maxHashesWaiting);
  /** Compared with where the name is unknown, so that the answer takes as long. */
  #decoyHash: Promise<string> | null = null;

  constructor(options: AccessOptions) {
    this.sessions = options.sessions;
    this.#users = options.users;
    this.#audit = options.audit;
    this.#clock = options.clock;
    this.#byName = new Throttle(perName, options.clock);
    this.#byAddress = new Throttle(perAddress, options.clock);
  }

  /**
   * Makes the administrator at the first run. As long as the generated password was never replaced each
   * start makes a new one: it is printed once and stored nowhere, so the old one may be lost.
   */
  async firstRun(): Promise<{ username: string; password: string } | null> {
    const known = await this.#users.byName(firstUsername);
    if (known && !known.mustChangePassword) return null;
    const password = generatePassword();
    const passwordHash = await hashPassword(password);
    if (known) {
      await this.#users.setPassword(known.id, passwordHash, true, this.#clock.epochMs());
      await this.sessions.endAllOf(known.id);
    } else {
      await this.#users.add({
        id: randomUUID(),
        username: firstUsername,
        role: 'administrator',
        passwordHash,
        mustChangePassword: true,
      });
    }
    await this.#note('first-password-made', firstUsername, { address: 'console', userAgent: '' });
    return { username: firstUsername, password };
  }

  /** A user with a password that must be replaced. Throws username-taken. */
  async addUser(username: string, caller: Caller): Promise<FirstPassword> {
    const name = username.trim().toLowerCase();
    if (await this.#users.byName(name)) throw new AppError('username-taken', name);
    const password = generatePassword();
    const passwordHash = await this.#hashing.run(() => hashPassword(password));
    const user = { id: randomUUID(), username: name, role: 'administrator' as const, passwordHash };
    if (!(await this.#users.add({ ...user, mustChangePassword: true })))
      throw new AppError('username-taken', name);
    await this.#note('first-password-made', name, caller);
    return { username: name, password };
  }

  /** Throws wrong-credentials, too-many-requests or overloaded. */
  async signIn(request: SignIn, caller: Caller): Promise<{ token: string; user: SessionUser }> {
    const name = request.username.trim().toLowerCase();
    if (this.#byName.isRefused(name) || this.#byAddress.isRefused(caller.address)) {
      // Once a window: a flood of tries shall not fill the disk.
      const news = [this.#byName.isNews(name), this.#byAddress.isNews(caller.address)];
      if (news.includes(true)) await this.#note('throttled', request.username, caller);
      throw new AppError('too-many-requests');
    }
    this.#byName.count(name);
    this.#byAddress.count(caller.address);
    const user = await this.#users.byName(name);
    const right = await this.#verify(user, request.password);
    if (!user || !right) {
      await this.#note('refused', request.username, caller);
      throw new AppError('wrong-credentials');
    }
    this.#byName.forget(name);
    this.#byAddress.forget(caller.address);
    const token = await this.sessions.begin(user.id, caller);
    await this.#note('signed-in', user.username, caller);
    return { token, user: sessionUser(user) };
  }

  /** Null without a session that is alive. */
  async identify(token: string | undefined): Promise<SignedIn | null> {
    const session = token ? await this.sessions.use(token) : null;
    const user = session ? await this.#users.byId(session.userId) : null;
    return session && user ? { ...session, user: sessionUser(user) } : null;
  }

  async signOut(token: string, signedIn: SignedIn, caller: Caller): Promise<void> {
    await this.sessions.end(token);
    await this.#note('signed-out', signedIn.user.username, caller);
  }

  /** Ends every session of the user and begins a new one; returns its token. */
  async changePassword(
    signedIn: SignedIn,
    request: ChangePassword,
    caller: Caller,
  ): Promise<{ token: string; user: SessionUser }> {
    const key = signedIn.user.username;
    if (this.#byName.isRefused(key)) throw new AppError('too-many-requests');
    this.#byName.count(key);
    const user = await this.#users.byId(signedIn.userId);
    if (!user || !(await this.#verify(user, request.oldPassword))) throw new AppError('wrong-credentials');
    this.#byName.forget(key);
    if (!isAcceptable(request.newPassword, user.username, request.oldPassword))
      throw new AppError('weak-password');
    const passwordHash = await this.#hashing.run(() => hashPassword(request.newPassword));
    await this.#users.setPassword(user.id, passwordHash, false, this.#clock.epochMs());
    await this.sessions.endAllOf(user.id);
    const token = await this.sessions.begin(user.id, caller);
    await this.#note('password-changed', user.username, caller);
    return { token, user: { ...sessionUser(user), mustChangePassword: false } };
  }

  async #verify(user: User | null, password: string): Promise<boolean> {
    this.#decoyHash ??= hashPassword(generatePassword());
    const stored = user ? user.passwordHash : await this.#decoyHash;
    return this.#hashing.run(() => verifyPassword(stored, password));
  }

  async #note(
    kind: Parameters<SignInAudit['add']>[0]['kind'],
    username: string,
    caller: Caller,
  ): Promise<void> {
    await this.#audit.add({ atMs: this.#clock.epochMs(), kind, username, ...caller });
  }
}

function sessionUser(user: User): SessionUser {
  return { username: user.username, role: user.role, mustChangePassword: user.mustChangePassword };
}
