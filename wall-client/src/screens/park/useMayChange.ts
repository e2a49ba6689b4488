import { useSession } from '../../state/session.ts';

/** Who may change the park's list, gates and limits. */
export const useMayChange = (): boolean =>
  useSession(({ session }) => session.kind === 'signed-in' && session.user.role === 'administrator');
