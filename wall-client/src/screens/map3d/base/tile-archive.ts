// PMTiles for MapLibre: one archive per address, whose header and directory are read once for all who ask.
import { addProtocol } from 'maplibre-gl';
import { PMTiles, Protocol } from 'pmtiles';

const protocol = new Protocol();
addProtocol('pmtiles', protocol.tile);

/** The archive at an address of the core's, shared with the map's own sources. */
export function archiveAt(url: string): PMTiles {
  const known = protocol.get(url);
  if (known) return known;
  const archive = new PMTiles(url);
  protocol.add(archive);
  return archive;
}
