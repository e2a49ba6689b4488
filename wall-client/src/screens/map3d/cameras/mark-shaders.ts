// The program that draws the mark of every camera in sight: the disc at its foot and, where it is too far for its body to
// be seen as more (marker-size.ts), a mast and a head of two triangles each that face the eye.
import { shared } from './shaders.ts';

/** In the third number of markVertex' attribute aMark; drawn in this order. */
export const markPart = { disc: 0, mast: 1, head: 2 } as const;

/** aMark: two numbers -1…1 across and along the part, and which part. */
export const markVertex = /* glsl */ `#version 300 es
  in vec3 aMark;
  ${shared}
  /** Half of the window, pixels. */
  uniform vec2 uHalf;
  out vec2 vAt;
  out vec3 vColour;
  flat out int vPart;
  flat out int vShape;
  vec4 at(vec3 p) { return uMatrix * vec4(place.xy + turned(p.xy), p.z, 1.0); }
  void main() {
    find();
    vPart = int(aMark.z + 0.5);
    vAt = aMark.xy;
    vec3 tone = toneColour();
    vColour = tone;
    float unit = unitMetres(place.xy);
    float px = unitPixels(place.xy, unit);
    bool isBody = px >= uBodyPx;
    bool picked = chosen();
    vShape = picked ? 1 : 0;
    if (vPart == ${markPart.disc}) {
      gl_Position = uMatrix * vec4(place.xy + aMark.xy * unit * (picked ? 9.0 : 5.0), 0.35, 1.0);
      return;
    }
    float grown = picked ? 1.4 : 1.0;
    unit *= grown;
    px *= grown;
    bool known = place.w > 0.5;
    vec4 a, b;
    // Beside and beyond the line from a to b, pixels.
    float wide, more;
    if (vPart == ${markPart.mast}) {
      a = at(vec3(0.0));
      b = at(vec3(0.0, 0.0, 25.0 * unit));
      wide = max(0.65 * px, 0.5);
      more = 0.0;
    } else {
      a = at((known ? vec3(0.0, -1.5, 27.6) : vec3(0.0, 0.0, 26.0)) * unit);
      b = at((known ? vec3(0.0, 7.5, 25.8) : vec3(0.0, 0.0, 26.0)) * unit);
      wide = (known ? 3.0 : 4.4) * px;
      more = wide;
      // 0: a dome; 1: seen from behind; 2: its lens is seen.
      vShape = known ? (b.w < a.w ? 2 : 1) : 0;
      vColour = mix(tone, vec3(1.0), int(aCamera) == uSelected ? 0.55 : (picked ? 0.4 : 0.12));
    }
    if (isBody || min(a.w, b.w) <= 0.0) {
      gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      return;
    }
    vec2 line = (b.xy / b.w - a.xy / a.w) * uHalf;
    vec2 along = length(line) > 0.01 ? normalize(line) : vec2(1.0, 0.0);
    // Upwards, so that what lies above is lit.
    vec2 across = along.x < 0.0 ? vec2(along.y, -along.x) : vec2(-along.y, along.x);
    vec4 base = aMark.y < 0.0 ? a : b;
    vec2 beside = across * aMark.x * wide + along * aMark.y * more;
    gl_Position = base + vec4(beside / uHalf * base.w, 0.0, 0.0);
  }
`;

export const markFragment = /* glsl */ `#version 300 es
  precision highp float;
  in vec2 vAt;
  in vec3 vColour;
  flat in int vPart;
  flat in int vShape;
  out vec4 outColour;
  void main() {
    vec3 colour = vColour;
    float alpha = 1.0;
    if (vPart == ${markPart.disc}) {
      float r = min(1.0, length(vAt));
      float core = 1.0 - smoothstep(0.18, 0.34, r);
      alpha = max(core, 0.55 * pow(1.0 - r, 2.0)) * (vShape == 1 ? 0.95 : 0.6);
    } else if (vPart == ${markPart.mast}) {
      // From the ground up, as the body's.
      float up = vAt.y * 0.5 + 0.5;
      colour = mix(vColour * 0.25, mix(vColour, vec3(0.85, 0.92, 1.0), 0.45), up) * 0.8;
    } else {
      colour *= mix(0.66, 0.97, smoothstep(-0.2, 0.5, vAt.x));
      if (vShape == 2 && vAt.y > 0.55 && abs(vAt.x) < 0.7) colour = vec3(0.02, 0.05, 0.09);
      if (vShape == 0) alpha = 1.0 - smoothstep(0.8, 1.0, length(vAt));
    }
    outColour = vec4(colour * alpha, alpha);
  }
`;
