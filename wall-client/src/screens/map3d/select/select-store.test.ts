import { beforeEach, describe, expect, it } from 'vitest';
import { testCamera } from '../../../testing.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import { select, useSelect } from './select-store.ts';
import { standTheSame } from './useGrid.ts';

const centre = { lon: 120, lat: 30 };

beforeEach(() => {
  select.leaveDrawing();
  select.clear();
  select.setRadius(200);
  select.setBuffer(50);
});

describe('what was marked', () => {
  it('gives way when something new is drawn', () => {
    useSelect.setState({ selection: { kind: 'circle', centre, radiusM: 200 } });
    select.begin('box');
    expect(useSelect.getState()).toMatchObject({ selection: null, drawing: { tool: 'box', points: [] } });
  });
  it('follows its radius, or how far beside it', () => {
    useSelect.setState({ selection: { kind: 'circle', centre, radiusM: 200 } });
    select.setRadius(350);
    select.setBuffer(80);
    expect(useSelect.getState().selection).toEqual({ kind: 'circle', centre, radiusM: 350 });
    useSelect.setState({ selection: { kind: 'route', line: [centre], bufferM: 50 } });
    select.setBuffer(120);
    expect(useSelect.getState().selection).toEqual({ kind: 'route', line: [centre], bufferM: 120 });
  });
  it('keeps what is asked within what can be meant', () => {
    select.setRadius(1);
    select.setBuffer(1e9);
    expect(useSelect.getState()).toMatchObject({ radiusM: 10, bufferM: 5000 });
  });
});

describe('the cameras of the grid', () => {
  const place = { lon: 120, lat: 30, headingDeg: null };
  const camera = testCamera(1, { place });
  const cameras: PlacedCamera[] = [{ camera, place }];
  it('stand the same while only their states change', () => {
    const down = { ...camera, state: { kind: 'unreachable', sinceMs: 1 } as const };
    expect(standTheSame(cameras, [{ camera: down, place: { ...place } }])).toBe(true);
  });
  it('do not when one moves, comes or goes', () => {
    const moved = { ...camera, place: { ...place, lon: 120.001 } };
    expect(standTheSame(cameras, [{ camera: moved, place: moved.place }])).toBe(false);
    expect(standTheSame(cameras, [])).toBe(false);
    expect(standTheSame(cameras, [...cameras, { camera: testCamera(2, { place }), place }])).toBe(false);
  });
});
