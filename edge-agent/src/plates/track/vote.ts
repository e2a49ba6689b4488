// Many readings of one plate to one: every reading votes for each of its characters by how sure it is of it and
// how good its picture was. The winner is always a number that some reading gave, or that differs from one in
// characters others were surer of, and that the grammar allows.
import type { PlateCharacter, PlateColour, PlateKind } from '@brightwall/protocol/plate';
import type { Reading } from '../reader/types.ts';

export interface Ballot {
  readonly reading: Reading;
  /** How good the picture was, 0..1. */
  readonly weight: number;
}

export interface Elected {
  readonly text: string;
  readonly confidence: number;
  readonly characters: PlateCharacter[];
  readonly runnerUp: { readonly text: string; readonly confidence: number } | null;
  readonly kind: PlateKind;
  /** Readings that gave exactly this. */
  readonly agreeing: number;
}

/** What of a number the grammar says; null when no plate carries it. */
export type KindOf = (text: string, colour: PlateColour) => PlateKind | null;

/**
 * Frames of one vehicle share its dirt, its screws and the light: a second reading that agrees removes this part
 * of the doubt at most, not nearly all of it as chance alone would have it.
 */
const independence = 0.6;
const floor = 1e-3;

export function elect(ballots: readonly Ballot[], colour: PlateColour, kindOf: KindOf): Elected | null {
  if (ballots.length === 0) return null;
  const byText = new Map<string, Ballot[]>();
  for (const ballot of ballots) {
    const { text } = ballot.reading;
    byText.set(text, [...(byText.get(text) ?? []), ballot]);
  }
  const candidates = new Map<string, PlateKind>();
  for (const [text, [first]] of byText) candidates.set(text, first!.reading.kind);
  const mixed = mostVotedCharacters(ballots);
  const mixedKind = candidates.has(mixed) ? null : kindOf(mixed, colour);
  if (mixedKind) candidates.set(mixed, mixedKind);
  const ranked = [...candidates]
    .map(([text, kind]) => ({ text, kind, score: scoreOf(text, ballots) }))
    .sort((a, b) => b.score - a.score);
  const best = ranked[0]!;
  const agreeing = byText.get(best.text) ?? [];
  const confidence = confidenceOf(best.text, ballots);
  return {
    text: best.text,
    confidence,
    characters: charactersOf(best.text, ballots),
    runnerUp: runnerUpOf(best.text, ranked[1]?.text ?? null, ballots, confidence),
    kind: best.kind,
    agreeing: agreeing.length,
  };
}

/** Weighted sum of how likely each reading holds each character of `text`, in log. */
function scoreOf(text: string, ballots: readonly Ballot[]): number {
  let score = 0;
  for (const { reading, weight } of ballots) {
    if (reading.characters.length !== [...text].length) {
      score += weight * reading.confidence * 3 * Math.log(floor);
      continue;
    }
    for (const [i, character] of [...text].entries())
      score += weight * Math.log(Math.max(floor, likelihood(reading.characters[i]!, character)));
  }
  return score;
}

function likelihood(read: PlateCharacter, character: string): number {
  if (read.character === character) return read.confidence;
  return read.alternatives.find(other => other.character === character)?.confidence ?? 0;
}

/** Position by position, among the readings of the length most votes are for. */
function mostVotedCharacters(ballots: readonly Ballot[]): string {
  const lengths = new Map<number, number>();
  for (const { reading, weight } of ballots) {
    const { length } = reading.characters;
    lengths.set(length, (lengths.get(length) ?? 0) + weight * reading.confidence);
  }
  const length = [...lengths].sort((a, b) => b[1] - a[1])[0]![0];
  let text = '';
  for (let i = 0; i < length; i++) {
    const [winner] = votesAt(i, length, ballots);
    text += winner![0];
  }
  return text;
}

/** Characters at a position with their share of the votes, most first. */
function votesAt(position: number, length: number, ballots: readonly Ballot[]): [string, number][] {
  const votes = new Map<string, number>();
  let all = 0;
  for (const { reading, weight } of ballots) {
    if (reading.characters.length !== length) continue;
    const read = reading.characters[position]!;
    for (const { character, confidence } of [read, ...read.alternatives]) {
      votes.set(character, (votes.get(character) ?? 0) + weight * confidence);
      all += weight * confidence;
    }
  }
  return [...votes].map(([c, v]): [string, number] => [c, v / all]).sort((a, b) => b[1] - a[1]);
}

function charactersOf(text: string, ballots: readonly Ballot[]): PlateCharacter[] {
  const characters = [...text];
  return characters.map((character, i) => {
    const votes = votesAt(i, characters.length, ballots);
    const share = votes.find(([c]) => c === character)?.[1] ?? 0;
    return {
      character,
      confidence: share,
      alternatives: votes
        .filter(([c, part]) => c !== character && part > 0.001)
        .slice(0, 4)
        .map(([c, confidence]) => ({ character: c, confidence })),
    };
  });
}

/** Doubt shrinks with each reading that agrees and grows with each that does not, by its own sureness. */
function confidenceOf(text: string, ballots: readonly Ballot[]): number {
  const agreeing = ballots.filter(b => b.reading.text === text).sort(bySureness);
  const others = ballots.filter(b => b.reading.text !== text);
  if (agreeing.length === 0) {
    // Nobody read exactly this: no surer than its weakest character, and never sure.
    const weakest = Math.min(...charactersOf(text, ballots).map(c => c.confidence));
    return Math.min(0.8, weakest);
  }
  let doubt = 1 - agreeing[0]!.reading.confidence;
  for (const { reading, weight } of agreeing.slice(1, 6))
    doubt *= 1 - independence * weight * reading.confidence;
  const against = others.reduce((sum, { reading, weight }) => sum + weight * reading.confidence, 0);
  const inFavour = agreeing.reduce((sum, { reading, weight }) => sum + weight * reading.confidence, 0);
  return (1 - doubt) * (inFavour / (inFavour + against)) ** 0.5;
}

function bySureness(a: Ballot, b: Ballot): number {
  return b.reading.confidence - a.reading.confidence;
}

function runnerUpOf(
  winner: string,
  second: string | null,
  ballots: readonly Ballot[],
  confidence: number,
): Elected['runnerUp'] {
  if (second) return { text: second, confidence: Math.min(1 - confidence, confidenceOf(second, ballots)) };
  const own = ballots
    .flatMap(({ reading }) => (reading.runnerUp ? [reading.runnerUp] : []))
    .filter(({ text }) => text !== winner)
    .sort((a, b) => b.confidence - a.confidence)[0];
  return own ? { text: own.text, confidence: Math.min(1 - confidence, own.confidence) } : null;
}
