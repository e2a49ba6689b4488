import { useEffect, useState } from 'react';
import { arrivals } from '../../state/arrivals.ts';
import { useAccepts } from './useShownPassages.ts';

const everyMs = 1_000;

/** Vehicles in the last minute of the cameras under the filter; looked up once a second. */
export function useRate(): number {
  const accept = useAccepts();
  const [rate, setRate] = useState(0);
  useEffect(() => {
    const look = () => setRate(arrivals.perMinute(performance.now(), accept));
    look();
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, [accept]);
  return rate;
}
