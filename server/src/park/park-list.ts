// 园区名单: permitted, visitor, refused. What is stored is in force at once; a visitor's time ends by itself.
import type { Clock } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { uuidV7 } from '@brightwall/kit/uuid';
import { AppError } from '@brightwall/protocol/errors';
import {
  longestVisitMs,
  mostParkVehicles,
  type NewParkVehicle,
  type ParkImportReport,
  type ParkVehicle,
  type ParkVehicles,
} from '@brightwall/protocol/park';
import { maxBadLinesTold } from '@brightwall/protocol/passage-import';
import { plainPlate } from '@brightwall/protocol/plate-text';
import { LineFault, listLine } from './list-line.ts';
import type { Actor, Codes, ListLine, LooksPort, ParkListPort } from './ports.ts';
import type { ParkRegister } from './register.ts';

const vehiclesAPage = 100;
/** One transaction, and one entry of the audit that names them all. */
const batchSize = 500;

export interface ParkListOptions {
  readonly store: ParkListPort;
  readonly register: ParkRegister;
  readonly looks: LooksPort;
  readonly codes: Codes;
  readonly clock: Clock;
}

type Terms = Omit<NewParkVehicle, 'purposeId'>;

export class ParkList {
  readonly events = new Emitter<{ changed: [] }>();
  readonly #options: ParkListOptions;

  constructor(options: ParkListOptions) {
    this.#options = options;
  }

  /** Before the first passage is taken: who is not loaded is unknown at the gate. */
  async load(): Promise<void> {
    for (const vehicle of await this.#options.store.all()) this.#options.register.put(vehicle);
  }

  /** Throws bad-request, vehicle-listed, or purpose-required where the purpose is not the actor's own. */
  async add({ purposeId, ...asked }: NewParkVehicle, actor: Actor): Promise<ParkVehicle> {
    const { store, register, looks } = this.#options;
    const vehicle = this.#made(checked(asked, this.#options.clock.epochMs()), actor);
    const listed = register.entry(vehicle.plate, vehicle.kind);
    if (listed) throw new AppError('vehicle-listed', listed.list);
    this.#assertRoom(1);
    const terms = { step: 'add', ...asked, plate: vehicle.plate };
    const look = await looks.entry(actor, { purposeId, action: 'park-list', terms });
    const added = await store.add([vehicle], look);
    if (!added.has(vehicle.id)) throw new AppError('vehicle-listed');
    register.put(vehicle);
    this.events.emit('changed');
    return vehicle;
  }

  /** Line by line: good lines stay, of bad ones number and reason are told. */
  async import(
    lines: AsyncIterable<ListLine>,
    { purposeId, fileName }: { purposeId: string; fileName: string },
    actor: Actor,
  ): Promise<ParkImportReport> {
    const { register, clock, codes } = this.#options;
    // Refused before the first line is read.
    const begun = { purposeId, action: 'park-list' as const, terms: { step: 'import', fileName } };
    await this.#options.looks.entry(actor, begun);
    const report: ParkImportReport = { lines: 0, added: 0, known: 0, bad: 0, badLines: [] };
    let batch = new Map<string, ParkVehicle>();
    const store = async () => {
      report.added += await this.#addBatch([...batch.values()], { purposeId, fileName }, actor);
      batch = new Map();
    };
    for await (const line of lines) {
      report.lines += 1;
      const read = 'fault' in line ? line.fault : vehicleOr(() => listLine(line.value, codes));
      const vehicle =
        'zh' in read ? read : vehicleOr(() => this.#made(checked(read, clock.epochMs()), actor));
      if ('zh' in vehicle) {
        this.#bad(report, line.line, vehicle);
        continue;
      }
      const key = `${vehicle.plate} ${vehicle.kind}`;
      const there = register.entry(vehicle.plate, vehicle.kind) ?? batch.get(key);
      if (there && isSame(there, vehicle)) report.known += 1;
      else if (there) this.#bad(report, line.line, otherwise(there));
      else batch.set(key, vehicle);
      if (batch.size >= batchSize) await store();
    }
    await store();
    if (report.added > 0) this.events.emit('changed');
    return report;
  }

  /** Throws not-found, and bad-request for a time that is over, too far away, or of no visitor. */
  async prolong(id: string, untilMs: number, purposeId: string, actor: Actor): Promise<ParkVehicle> {
    const { store, register, looks, clock } = this.#options;
    const vehicle = register.vehicle(id);
    if (!vehicle) throw new AppError('not-found');
    const nowMs = clock.epochMs();
    if (vehicle.list !== 'visitor') throw new AppError('bad-request', 'list');
    if (untilMs <= nowMs || untilMs > nowMs + longestVisitMs) throw new AppError('bad-request', 'untilMs');
    const { plate, kind } = vehicle;
    const terms = { step: 'prolong', plate, kind, fromUntilMs: vehicle.untilMs, untilMs };
    const look = await looks.entry(actor, { purposeId, action: 'park-list', terms });
    const changed = await store.prolong(id, untilMs, look);
    if (!changed) throw new AppError('not-found');
    register.put(changed);
    this.events.emit('changed');
    return changed;
  }

  /** Throws not-found. */
  async remove(id: string, purposeId: string, actor: Actor): Promise<void> {
    const { store, register, looks } = this.#options;
    const vehicle = register.vehicle(id);
    if (!vehicle) throw new AppError('not-found');
    const { addedBy: _, addedMs: _at, ...was } = vehicle;
    const look = await looks.entry(actor, {
      purposeId,
      action: 'park-list',
      terms: { step: 'remove', ...was },
    });
    if (!(await store.remove(id, look))) throw new AppError('not-found');
    register.remove(id);
    this.events.emit('changed');
  }

  list(query: { list?: ParkVehicle['list']; plate?: string; after?: string }): Promise<ParkVehicles> {
    return this.#options.store.list({
      list: query.list ?? null,
      plate: plainPlate(query.plate ?? ''),
      after: query.after ?? null,
      limit: vehiclesAPage,
    });
  }

  /** Visitors whose time was over before this moment are forgotten: their like is then unknown. */
  async sweep(beforeMs: number): Promise<void> {
    const { store, register } = this.#options;
    for (const id of await store.sweep(beforeMs)) register.remove(id);
  }

  close(): void {
    this.events.clear();
  }

  async #addBatch(
    vehicles: readonly ParkVehicle[],
    { purposeId, fileName }: { purposeId: string; fileName: string },
    actor: Actor,
  ): Promise<number> {
    if (vehicles.length === 0) return 0;
    this.#assertRoom(vehicles.length);
    const { store, register, looks } = this.#options;
    const named = vehicles.map(({ addedBy: _, addedMs: _at, ...vehicle }) => vehicle);
    const terms = { step: 'import', fileName, vehicles: named };
    const added = await store.add(
      vehicles,
      await looks.entry(actor, { purposeId, action: 'park-list', terms }),
    );
    for (const vehicle of vehicles) if (added.has(vehicle.id)) register.put(vehicle);
    return added.size;
  }

  #bad(report: ParkImportReport, line: number, { zh, en }: { zh: string; en: string }): void {
    report.bad += 1;
    if (report.badLines.length < maxBadLinesTold) report.badLines.push({ line, zh, en });
  }

  #made(terms: Terms, actor: Actor): ParkVehicle {
    const addedMs = Math.floor(this.#options.clock.epochMs());
    return { id: uuidV7(addedMs), ...terms, addedBy: actor.username, addedMs };
  }

  #assertRoom(more: number): void {
    if (this.#options.register.size + more > mostParkVehicles)
      throw new AppError('bad-request', `${mostParkVehicles}`);
  }
}

/** Throws bad-request, as a LineFault, so that a file's line says it in words. */
function checked(asked: Terms, nowMs: number): Terms {
  const plate = plainPlate(asked.plate);
  if (!/^[\p{Script=Han}A-Z0-9]{5,10}$/u.test(plate) || !/[A-Z0-9]/.test(plate))
    throw new LineFault(`号牌有误：${asked.plate}`, `no number plate: ${asked.plate}`);
  const { list, fromMs, untilMs } = asked;
  if (list !== 'visitor') {
    if (fromMs !== null || untilMs !== null)
      throw new LineFault('只有访客有起止时间', 'only a visitor has a beginning and an end');
  } else if (fromMs === null || untilMs === null)
    throw new LineFault('访客须有截止时间', 'a visitor needs an end');
  else if (untilMs <= nowMs || fromMs >= untilMs)
    throw new LineFault('截止时间已过，或早于开始', 'the end is over, or before the beginning');
  else if (untilMs - Math.max(fromMs, nowMs) > longestVisitMs)
    throw new LineFault('访客期限不超过一年', 'a visit is for a year at most');
  return { ...asked, plate };
}

function vehicleOr<Made>(make: () => Made): Made | LineFault {
  try {
    return make();
  } catch (error) {
    if (error instanceof LineFault) return error;
    throw error;
  }
}

const isSame = (a: ParkVehicle, b: ParkVehicle) =>
  a.list === b.list && a.untilMs === b.untilMs && a.note === b.note && a.host === b.host;

function otherwise({ list }: ParkVehicle): { zh: string; en: string } {
  const zh = { permitted: '许可', visitor: '访客', refused: '禁入' }[list];
  return {
    zh: `已在名单中（${zh}），内容不同；请先移除或延期`,
    en: `on the list already (${list}), and otherwise; remove or prolong it`,
  };
}
