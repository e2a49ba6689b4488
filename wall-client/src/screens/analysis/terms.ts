// What a form needs to know of an analysis's terms, read off their JSON Schema; and the terms a form gives.
import dayjs, { type Dayjs } from 'dayjs';
import type { Terms } from '../../state/analysis.ts';
import { camerasMeant, ofCameras, type Where } from '../../state/where.ts';

export interface Schema {
  readonly type?: string;
  /** 中文 / English. */
  readonly title?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly anyOf?: readonly Schema[];
  readonly const?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export type FieldKind = 'time' | 'day' | 'number' | 'kind' | 'camera' | 'cameras' | 'areas' | 'text';

export function fieldKind(name: string, { type, anyOf }: Schema): FieldKind {
  if (name.endsWith('Ms')) return 'time';
  if (name.endsWith('Day') && type === 'string') return 'day';
  if (name === 'kind') return 'kind';
  if (name.endsWith('CameraId')) return 'camera';
  if (name.endsWith('cameraIds')) return 'cameras';
  if (type === 'array') return 'areas';
  const types = [type, ...(anyOf ?? []).map(one => one.type)];
  return types.includes('integer') || types.includes('number') ? 'number' : 'text';
}

export function titleOf({ title = '' }: Schema, zh: boolean): string {
  const [chinese = '', english = chinese] = title.split(/\s*\/\s+/);
  return zh ? chinese : english;
}

/** A number's bounds, also where none is allowed. */
export function boundsOf({ minimum, maximum, anyOf = [] }: Schema): { min?: number; max?: number } {
  const inner = anyOf.find(one => one.minimum !== undefined);
  return { min: minimum ?? inner?.minimum, max: maximum ?? inner?.maximum };
}

type Filled = Record<string, unknown>;

/** Terms as a form's values: moments instead of numbers, the defaults, and the last day where a time is asked for. */
export function toForm({ properties = {} }: Schema, kept: Terms | undefined, nowMs: number): Filled {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const value = kept?.[name] ?? schema.default;
      switch (fieldKind(name, schema)) {
        case 'time':
          return [name, dayjs(typeof value === 'number' ? value : presetMs(name, nowMs))];
        case 'day':
          return [name, dayjs(typeof value === 'string' ? value : presetDayMs(name, nowMs)).startOf('day')];
        case 'cameras':
          if (!Array.isArray(value)) return [name, value];
          return [name, value.length > 0 ? ofCameras(value) : undefined];
        case 'areas': {
          const each = Array.isArray(value) ? value : Array.from({ length: schema.minItems ?? 1 });
          return [name, each.map(one => toForm(schema.items ?? {}, one as Terms | undefined, nowMs))];
        }
        default:
          return [name, value ?? undefined];
      }
    }),
  );
}

/** What the form holds as terms, places as it has them (`Where`); what was left empty is left out, and the core fills in its default. */
export function fromForm({ properties = {} }: Schema, values: Filled): Terms {
  const terms: Terms = {};
  for (const [name, schema] of Object.entries(properties)) {
    const value = values[name];
    if (value === undefined || value === null || value === '') continue;
    switch (fieldKind(name, schema)) {
      case 'time':
        terms[name] = (value as Dayjs).valueOf();
        break;
      case 'day':
        terms[name] = (value as Dayjs).format('YYYY-MM-DD');
        break;
      case 'areas':
        terms[name] = (value as Filled[]).map(one => fromForm(schema.items ?? {}, one));
        break;
      case 'text':
        terms[name] = name === 'plate' ? String(value).trim().toUpperCase() : value;
        break;
      default:
        terms[name] = value;
    }
  }
  return terms;
}

/** Areas become the cameras in them now; throws as `camerasMeant` does. */
export function termsAsked({ properties = {} }: Schema, terms: Terms): Terms {
  return Object.fromEntries(
    Object.entries(terms).map(([name, value]) => {
      const schema = properties[name] ?? {};
      switch (fieldKind(name, schema)) {
        case 'cameras':
          return [name, camerasMeant(value as Where, schema.maxItems ?? 1)];
        case 'areas':
          return [name, (value as Terms[]).map(one => termsAsked(schema.items ?? {}, one))];
        default:
          return [name, value];
      }
    }),
  );
}

const hourMs = 3_600_000;

function presetMs(name: string, nowMs: number): number {
  const hour = Math.floor(nowMs / hourMs) * hourMs;
  if (name === 'fromMs') return hour - 23 * hourMs;
  return name === 'toMs' ? hour + hourMs : hour - 12 * hourMs;
}

function presetDayMs(name: string, nowMs: number): number {
  return name === 'fromDay' ? nowMs - 48 * hourMs : nowMs;
}
