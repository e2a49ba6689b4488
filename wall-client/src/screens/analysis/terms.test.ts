import { analysisNames, analysisTerms } from '@brightwall/protocol/analysis';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { ofCameras } from '../../state/where.ts';
import { boundsOf, fieldKind, fromForm, type Schema, termsAsked, titleOf, toForm } from './terms.ts';

const nowMs = Date.UTC(2026, 10, 24, 12, 34);

describe('the form of an analysis', () => {
  it.each(analysisNames)('%s: what it begins with, filled in, is what the core takes', name => {
    const schema = analysisTerms[name] as Schema;
    const form = toForm(schema, undefined, nowMs);
    for (const [field, one] of Object.entries(schema.properties!)) {
      expect(titleOf(one, true)).toMatch(/\p{Script=Han}/u);
      expect(titleOf(one, false)).not.toMatch(/\p{Script=Han}/u);
      const kind = fieldKind(field, one);
      if (kind === 'text') form[field] = ' 浙a3k901 ';
      if (kind === 'camera') form[field] = (field === 'fromCameraId' ? 'a' : 'b').repeat(16);
      if (kind === 'cameras') form[field] = ofCameras(['a'.repeat(16)]);
      if (kind === 'areas')
        form[field] = (form[field] as object[]).map((area, n) => ({
          ...area,
          ...('name' in (one.items?.properties ?? {}) && { name: `区域${n}` }),
          cameraIds: ofCameras([String(n).repeat(16)]),
        }));
    }
    const terms = termsAsked(schema, fromForm(schema, form));
    expect(Check(analysisTerms[name], terms)).toBe(true);
    expect(toForm(schema, terms, 0)).toEqual({ ...form, ...('plate' in terms && { plate: '浙A3K901' }) });
  });

  it('knows the bounds of a number that may be left out', () => {
    const { metres } = (analysisTerms['section-speed'] as Schema).properties!;
    expect(boundsOf(metres!)).toEqual({ min: 100, max: 200_000 });
  });
});
