// Who is at the wall.
import type { AppError } from '@brightwall/protocol/errors';
import type { SessionUser } from '@brightwall/protocol/wall-messages';
import { create } from 'zustand';

export type Session =
  /** The page has just opened and asks the core. */
  | { kind: 'unknown' }
  /** `notice`: why the last session ended, where it was not the user who ended it. */
  | { kind: 'signed-out'; notice: AppError | 'ended-elsewhere' | null }
  /** Signed in with the password printed at the first run: it has to be changed before anything else. */
  | { kind: 'must-change-password'; user: SessionUser }
  | { kind: 'signed-in'; user: SessionUser };

export const useSession = create<{ session: Session }>(() => ({ session: { kind: 'unknown' } }));

export function setSession(session: Session): void {
  useSession.setState({ session });
}

/** The state a user just told by the core is in. */
export function sessionOf(user: SessionUser): Session {
  return user.mustChangePassword ? { kind: 'must-change-password', user } : { kind: 'signed-in', user };
}
