// 调用登记: before anybody looks at history he says why. Each look is an entry of the audit, which the store
// writes in the transaction that reads: what could not be written down was not read.
import type { Clock } from '@brightwall/kit/clock';
import { uuidV7 } from '@brightwall/kit/uuid';
import { AppError } from '@brightwall/protocol/errors';
import type { NewPurpose, Purpose } from '@brightwall/protocol/purpose';
import type { AuditEntry, AuditedAction, Looker, PurposesPort } from './ports.ts';

const newestPurposes = 50;

export class Looks {
  readonly #purposes: PurposesPort;
  readonly #clock: Clock;

  constructor(options: { purposes: PurposesPort; clock: Clock }) {
    this.#purposes = options.purposes;
    this.#clock = options.clock;
  }

  /** A purpose of this user's own, for as many looks as the case takes. */
  async addPurpose(userId: string, asked: NewPurpose): Promise<Purpose> {
    const createdMs = Math.floor(this.#clock.epochMs());
    const purpose = { id: uuidV7(createdMs), ...asked, createdMs };
    await this.#purposes.add(userId, purpose);
    return purpose;
  }

  /** This user's own, newest first. */
  purposes(userId: string): Promise<Purpose[]> {
    return this.#purposes.of(userId, newestPurposes);
  }

  /** The entry of one look, to be written with it. Throws purpose-required where the purpose is not the looker's own. */
  async entry<Action extends AuditedAction>(
    looker: Looker,
    { purposeId, action, terms }: { purposeId: string; action: Action; terms: object },
  ): Promise<AuditEntry & { readonly action: Action }> {
    if (!(await this.#purposes.isOf(purposeId, looker.userId)))
      throw new AppError('purpose-required', purposeId);
    const atMs = this.#clock.epochMs();
    return { ...looker, id: uuidV7(atMs), atMs, purposeId, action, terms };
  }
}
