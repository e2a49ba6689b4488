import type { Database } from './database.ts';

export interface AgentRow {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly lastSeenMs: number;
}

export class AgentStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(): Promise<AgentRow[]> {
    const rows = await this.#db
      .selectFrom('agent')
      .select(['id', 'site_id', 'name', 'last_seen'])
      .orderBy('id')
      .execute();
    return rows.map(row => ({
      id: row.id,
      siteId: row.site_id,
      name: row.name,
      lastSeenMs: row.last_seen.getTime(),
    }));
  }

  async put(agent: AgentRow): Promise<void> {
    const seen = { name: agent.name, last_seen: new Date(agent.lastSeenMs) };
    await this.#db
      .insertInto('agent')
      .values({ id: agent.id, site_id: agent.siteId, ...seen })
      .onConflict(conflict => conflict.column('id').doUpdateSet(seen))
      .execute();
  }
}
