import type { Site } from '@brightwall/protocol/camera';
import type { Database } from './database.ts';

export class SiteStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(): Promise<Site[]> {
    const rows = await this.#db.selectFrom('site').select(['id', 'name', 'name_en']).orderBy('id').execute();
    return rows.map(row => ({ id: row.id, name: row.name, nameEn: row.name_en }));
  }

  /** Adds the site or gives it its new names. */
  async put(site: Site): Promise<void> {
    const names = { name: site.name, name_en: site.nameEn };
    await this.#db
      .insertInto('site')
      .values({ id: site.id, ...names })
      .onConflict(conflict => conflict.column('id').doUpdateSet(names))
      .execute();
  }
}
