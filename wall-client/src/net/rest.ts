// REST towards the core, all under /api of our own origin; the session travels in its cookie.
import type { AnalysisInfo, AnalysisName, AnalysisResult } from '@brightwall/protocol/analysis';
import type { Calibration } from '@brightwall/protocol/calibration';
import type { Camera, CameraPatch } from '@brightwall/protocol/camera';
import { AppError, type ErrorBody, errorCodes } from '@brightwall/protocol/errors';
import type { NextCameras } from '@brightwall/protocol/next-cameras';
import type {
  Gate,
  GateEvent,
  GateEventSearch,
  GateRole,
  InsideVehicles,
  LeftPark,
  NewParkVehicle,
  ParkImportReport,
  ParkList,
  ParkState,
  ParkVehicle,
  ParkVehicles,
  StayLimits,
} from '@brightwall/protocol/park';
import type { PassageImport } from '@brightwall/protocol/passage-import';
import type { PlateSetup } from '@brightwall/protocol/plate-setup';
import type { NewPurpose, Purpose } from '@brightwall/protocol/purpose';
import type { PicturePlates } from '@brightwall/protocol/read-picture';
import type { SavedCase, SavedOpened, SavedResult, SaveResult } from '@brightwall/protocol/saved';
import type { Track, TrackSearch } from '@brightwall/protocol/track';
import type { ChangePassword, FirstPassword, SessionUser, SignIn } from '@brightwall/protocol/wall-messages';
import type { TakeAlertStep, WatchAlert, WatchAlerts } from '@brightwall/protocol/watch-alert';
import type {
  NewWatchEntry,
  TakeWatchStep,
  WatchEntries,
  WatchEntry,
  WatchGroup,
} from '@brightwall/protocol/watch-list';

/** How long a person waits before we say that the core does not answer, ms. */
const timeoutMs = 10_000;
/** Ten megabytes there, and several agents asked in turn. */
const pictureTimeoutMs = 60_000;
/** The core gives up an analysis after 20 s itself. */
const analysisTimeoutMs = 25_000;

/** A list of many thousand lines. */
const importTimeoutMs = 120_000;

async function request<T>(method: string, path: string, body?: unknown, waitMs = timeoutMs): Promise<T> {
  return send(method, path, body === undefined ? {} : asJson(body), waitMs);
}

async function send<T>(method: string, path: string, content: RequestInit, waitMs: number): Promise<T> {
  const response = await fetched(method, path, content, waitMs);
  return (response.status === 204 ? null : await readJson(response)) as T;
}

function asJson(body: unknown): RequestInit & { headers: Record<string, string> } {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function fetched(
  method: string,
  path: string,
  content: RequestInit,
  waitMs: number,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      signal: AbortSignal.timeout(waitMs),
      ...content,
    });
  } catch {
    throw new AppError('timed-out');
  }
  if (response.ok) return response;
  throw toAppError(await readJson(response), response.status);
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** A failed answer as an error of the catalogue; what is not ours (a proxy's page) becomes `internal` with the status. */
export function toAppError(body: unknown, status: number): AppError {
  const code = (body as Partial<ErrorBody> | null)?.code;
  if (code !== undefined && errorCodes.includes(code)) {
    return new AppError(code, (body as ErrorBody).detail);
  }
  if (status === 502 || status === 504) return new AppError('timed-out');
  return new AppError('internal', `HTTP ${status}`);
}

/** A query string of what is said. */
function params(values: Record<string, string | null>): URLSearchParams {
  const said = Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return new URLSearchParams(said);
}

/** An edge agent as GET /api/agents tells it. */
export interface AgentInfo {
  id: string;
  name: string;
  connected: boolean;
  cameras?: number;
}

export interface AnalysisAsked {
  purposeId: string;
  terms: Record<string, unknown>;
}

/** Every function rejects with an `AppError` only. */
export const rest = {
  signIn: (body: SignIn) => request<SessionUser>('POST', '/session', body),
  /** Who is signed in; rejects with not-signed-in where nobody is. */
  session: () => request<SessionUser>('GET', '/session'),
  signOut: () => request<null>('DELETE', '/session'),
  changePassword: (body: ChangePassword) => request<SessionUser>('POST', '/session/password', body),
  patchCamera: (id: string, patch: CameraPatch) =>
    request<Camera>('PATCH', `/cameras/${encodeURIComponent(id)}`, patch),
  plateSetup: (id: string) => request<PlateSetup>('GET', `/cameras/${encodeURIComponent(id)}/plate-setup`),
  savePlateSetup: (id: string, setup: PlateSetup) =>
    request<PlateSetup>('PUT', `/cameras/${encodeURIComponent(id)}/plate-setup`, setup),
  /** Rejects with not-found where the camera has none. */
  calibration: (id: string) => request<Calibration>('GET', `/cameras/${encodeURIComponent(id)}/calibration`),
  saveCalibration: (id: string, calibration: Calibration) =>
    request<Calibration>('PUT', `/cameras/${encodeURIComponent(id)}/calibration`, calibration),
  removeCalibration: (id: string) =>
    request<null>('DELETE', `/cameras/${encodeURIComponent(id)}/calibration`),
  /** Of other systems' passages; those that run come first. */
  passageImports: () => request<PassageImport[]>('GET', '/passages/imports'),
  agents: () => request<AgentInfo[]>('GET', '/agents'),
  /** One's own, newest first. */
  purposes: () => request<Purpose[]>('GET', '/purposes'),
  addPurpose: (purpose: NewPurpose) => request<Purpose>('POST', '/purposes', purpose),
  /** A photograph's plates. */
  readPicture: (picture: Blob) =>
    send<PicturePlates>(
      'POST',
      '/passages/read-picture',
      { headers: { 'content-type': picture.type }, body: picture },
      pictureTimeoutMs,
    ),
  track: (asked: TrackSearch) => request<Track>('POST', '/passages/track', asked),
  analyses: () => request<AnalysisInfo[]>('GET', '/analyses'),
  analyse: (name: AnalysisName, asked: AnalysisAsked) =>
    request<AnalysisResult>('POST', `/analyses/${name}`, asked, analysisTimeoutMs),
  analysisTable: async (name: AnalysisName, asked: AnalysisAsked): Promise<Blob> => {
    const { headers, body } = asJson(asked);
    const content = { headers: { ...headers, accept: 'text/csv' }, body };
    return (await fetched('POST', `/analyses/${name}`, content, analysisTimeoutMs)).blob();
  },
  /** Looks once more, and keeps what is found. */
  saveToCase: (what: SaveResult) => request<SavedResult>('POST', '/saved', what, analysisTimeoutMs),
  /** One's own, those with the newest saved first. */
  savedCases: () => request<SavedCase[]>('GET', '/saved/cases'),
  savedOf: (purposeId: string) => request<SavedResult[]>('GET', `/saved?${params({ purposeId })}`),
  openSaved: (id: string, purposeId: string) =>
    request<SavedOpened>('GET', `/saved/${id}?${params({ purposeId })}`, undefined, analysisTimeoutMs),
  savedTable: async (id: string, purposeId: string): Promise<Blob> =>
    (await fetched('GET', `/saved/${id}/table.csv?${params({ purposeId })}`, {}, analysisTimeoutMs)).blob(),
  deleteSaved: (id: string, purposeId: string) =>
    request<null>('DELETE', `/saved/${id}?${params({ purposeId })}`),
  addUser: (username: string) => request<FirstPassword>('POST', '/users', { username }),
  watchEntries: (query: { group: WatchGroup; plate: string; after: string | null }) =>
    request<WatchEntries>(
      'GET',
      `/watch-entries?${params({ group: query.group, plate: query.plate, after: query.after })}`,
    ),
  applyForWatch: (entry: NewWatchEntry) => request<WatchEntry>('POST', '/watch-entries', entry),
  watchStep: (id: string, step: TakeWatchStep) =>
    request<WatchEntry>('POST', `/watch-entries/${id}/steps`, step),
  watchAlertsDone: (after: string | null) =>
    request<WatchAlerts>('GET', `/watch-alerts?${params({ state: 'done', after })}`),
  alertStep: (id: string, step: TakeAlertStep) =>
    request<WatchAlert>('POST', `/watch-alerts/${id}/steps`, step),
  alertTrack: (id: string) => request<Track>('POST', `/watch-alerts/${id}/track`, {}),
  park: () => request<ParkState>('GET', '/park'),
  parkInside: (plate: string) => request<InsideVehicles>('GET', `/park/inside?${params({ plate })}`),
  gateEvents: (asked: GateEventSearch) => request<GateEvent[]>('POST', '/park/events', asked),
  parkLeft: (body: LeftPark) => request<null>('POST', '/park/inside/left', body),
  parkVehicles: (query: { list: ParkList | null; plate: string; after: string | null }) =>
    request<ParkVehicles>('GET', `/park/vehicles?${params(query)}`),
  addParkVehicle: (vehicle: NewParkVehicle) => request<ParkVehicle>('POST', '/park/vehicles', vehicle),
  prolongVisit: (id: string, body: { purposeId: string; untilMs: number }) =>
    request<ParkVehicle>('POST', `/park/vehicles/${id}/prolong`, body),
  removeParkVehicle: (id: string, body: { purposeId: string }) =>
    request<null>('POST', `/park/vehicles/${id}/remove`, body),
  importParkList: (file: File, type: string, purposeId: string) =>
    send<ParkImportReport>(
      'POST',
      `/park/vehicles/import?${params({ purposeId, file: file.name.slice(0, 255) })}`,
      { headers: { 'content-type': type }, body: file },
      importTimeoutMs,
    ),
  markGate: (cameraId: string, body: { purposeId: string; role: GateRole | null }) =>
    request<Gate[]>('PUT', `/park/gates/${cameraId}`, body),
  setParkLimits: (body: { purposeId: string; limits: StayLimits }) =>
    request<StayLimits>('PUT', '/park/limits', body),
  alertNextCameras: (id: string) => request<NextCameras>('POST', `/watch-alerts/${id}/next-cameras`, {}),
  /** Every agent probes its network anew; answers at once, cameras come over the socket. */
  discover: () => request<null>('POST', '/agents/discover', {}),
};

/** Where a passage's picture is fetched from; it never changes, and the browser keeps it. */
export const pictureUrl = (hash: string) => `/api/pictures/${hash}.jpg`;
