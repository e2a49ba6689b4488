// Brings a running map to another look of the same style. Not by setStyle: that would take away the sources and
// layers that others have added to the map since.
import type { Map as MapLibreMap, StyleSpecification } from 'maplibre-gl';

export function restyle(map: MapLibreMap, style: StyleSpecification): void {
  for (const layer of style.layers) {
    if (!map.getLayer(layer.id)) continue;
    for (const [name, value] of Object.entries(layer.paint ?? {}))
      if (!same(map.getPaintProperty(layer.id, name as never), value))
        map.setPaintProperty(layer.id, name as never, value as never);
    // Which layers are shown is not the style's to say.
    for (const [name, value] of Object.entries(layer.layout ?? {}))
      if (name !== 'visibility' && !same(map.getLayoutProperty(layer.id, name as never), value))
        map.setLayoutProperty(layer.id, name as never, value as never);
  }
  if (style.light) map.setLight(style.light);
  if (style.sky) map.setSky(style.sky);
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
