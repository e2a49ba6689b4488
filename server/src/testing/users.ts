// For tests: a second user, whose first password is replaced.
import { cookieOf, newPassword, type TestCore } from './test-core.ts';

/** Returns his cookie. */
export async function addUser(test: TestCore, by: string, username: string): Promise<string> {
  const added = await test.call('POST', '/api/users', { cookie: by, body: { username } });
  const { password } = added.json() as { password: string };
  const cookie = cookieOf(await test.call('POST', '/api/session', { body: { username, password } }));
  const body = { oldPassword: password, newPassword };
  return cookieOf(await test.call('POST', '/api/session/password', { body, cookie }));
}
