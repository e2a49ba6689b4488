// Whether the core hears us.
import { create } from 'zustand';

export type Connection = { kind: 'connecting' } | { kind: 'connected' } | { kind: 'lost'; sinceMs: number };

export const useConnection = create<{ connection: Connection }>(() => ({
  connection: { kind: 'connecting' },
}));

export function setConnected(): void {
  useConnection.setState({ connection: { kind: 'connected' } });
}

/** Keeps the moment the connection was first lost while tries to reconnect fail. */
export function setLost(nowMs: number): void {
  if (useConnection.getState().connection.kind === 'lost') return;
  useConnection.setState({ connection: { kind: 'lost', sinceMs: nowMs } });
}

export function setConnecting(): void {
  useConnection.setState({ connection: { kind: 'connecting' } });
}
