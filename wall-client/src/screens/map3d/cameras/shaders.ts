// The programs that draw cameras that are near: the body on its mast, and the ground it looks over.
// Both find a camera of camera-instances.ts by its index (instance-textures.ts); sizes follow marker-size.ts.
import { rowBits } from './instance-textures.ts';
import { leastMastM, mastUnits, shrinkPower } from './marker-size.ts';

export const float = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));

/** How a camera is found, and how large it is; also of mark-shaders.ts. */
export const shared = /* glsl */ `
  in uint aCamera;
  uniform highp sampler2D uPlace;
  uniform highp sampler2D uLook;
  uniform mat4 uMatrix;
  uniform vec3 uTones[5];
  uniform float uUnitPx;
  uniform float uMetresPerPx;
  uniform float uCentreW;
  uniform float uBodyPx;
  uniform int uHovered;
  uniform int uSelected;

  vec4 place, look;
  void find() {
    ivec2 at = ivec2(int(aCamera) & ${(1 << rowBits) - 1}, int(aCamera) >> ${rowBits});
    place = texelFetch(uPlace, at, 0);
    look = texelFetch(uLook, at, 0);
  }
  float unitMetres(vec2 foot) {
    vec4 clip = uMatrix * vec4(foot, 0.0, 1.0);
    float ratio = max(0.05, clip.w / uCentreW);
    return max(${float(leastMastM / mastUnits)}, uUnitPx * uMetresPerPx * pow(ratio, ${float(1 - shrinkPower)}));
  }
  float unitPixels(vec2 foot, float unit) {
    return unit * uCentreW / uMetresPerPx / max(1e-6, (uMatrix * vec4(foot, 0.0, 1.0)).w);
  }
  vec3 toneColour() { return uTones[int(look.z + 0.5)]; }
  bool chosen() { return int(aCamera) == uHovered || int(aCamera) == uSelected; }
  /** Clockwise from north: (0, 1) is ahead. */
  vec2 turned(vec2 p) {
    float c = cos(place.z), s = sin(place.z);
    return vec2(p.x * c + p.y * s, -p.x * s + p.y * c);
  }
`;

/** Parts of the body's geometry, in its attribute aPart. */
export const bodyPart = { mast: 0, housing: 1, lens: 2, dome: 3 } as const;

export const bodyVertex = /* glsl */ `#version 300 es
  in vec3 aPosition;
  in vec3 aNormal;
  in float aPart;
  ${shared}
  out vec3 vNormal;
  out vec3 vColour;
  out float vGlow;
  void main() {
    find();
    float unit = unitMetres(place.xy);
    // Smaller ones are marks (mark-shaders.ts).
    bool isBody = unitPixels(place.xy, unit) >= uBodyPx;
    unit *= chosen() ? 1.4 : 1.0;
    bool known = place.w > 0.5;
    // A camera whose heading nobody knows is drawn as a dome: it must not seem to look north.
    bool shown = isBody && (aPart < 0.5 || (known ? aPart < 2.5 : aPart > 2.5));
    vec3 p = aPosition * unit;
    vec2 xy = turned(p.xy);
    gl_Position = shown
      ? uMatrix * vec4(place.xy + xy, p.z, 1.0)
      : vec4(2.0, 2.0, 2.0, 1.0);
    vNormal = vec3(turned(aNormal.xy), aNormal.z);
    vec3 tone = toneColour();
    if (aPart < 0.5) {
      // The mast fades from the ground up.
      float up = aPosition.z / ${float(mastUnits)};
      vColour = mix(tone * 0.25, mix(tone, vec3(0.85, 0.92, 1.0), 0.45), up);
      vGlow = 0.55;
    } else if (aPart > 1.5 && aPart < 2.5) {
      vColour = vec3(0.02, 0.05, 0.09);
      vGlow = 1.0;
    } else {
      vColour = mix(tone, vec3(1.0), int(aCamera) == uSelected ? 0.55 : (chosen() ? 0.4 : 0.12));
      vGlow = 0.35;
    }
  }
`;

export const bodyFragment = /* glsl */ `#version 300 es
  precision highp float;
  in vec3 vNormal;
  in vec3 vColour;
  in float vGlow;
  uniform float uAlpha;
  out vec4 outColour;
  void main() {
    vec3 n = normalize(vNormal);
    float light = 0.5 + 0.5 * max(0.0, dot(n, normalize(vec3(-0.4, -0.5, 0.8))));
    outColour = vec4(vColour * mix(light, 1.0, vGlow) * uAlpha, uAlpha);
  }
`;

/** aFan: x = angle across the view, -1…1 (left to right); y = 0 at the mast, 1 at the range. */
export const viewVertex = /* glsl */ `#version 300 es
  in vec2 aFan;
  ${shared}
  uniform vec2 uFocus;
  uniform float uNearM;
  uniform float uViews;
  out vec2 vFan;
  out vec3 vColour;
  out float vStrength;
  void main() {
    find();
    vColour = toneColour();
    vFan = aFan;
    bool picked = chosen();
    // Far views are not drawn: thousands of translucent sectors would cost the most and tell the least.
    float far = distance(place.xy, uFocus) / uNearM;
    float fade = picked ? 1.0 : uViews * (1.0 - smoothstep(0.7, 1.0, far));
    vStrength = fade * (picked ? 1.0 : 0.75);
    if (place.w < 0.5 || fade <= 0.0) {
      gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      return;
    }
    float angle = place.z + aFan.x * look.x;
    vec2 at = place.xy + vec2(sin(angle), cos(angle)) * aFan.y * look.y;
    gl_Position = uMatrix * vec4(at, 0.5, 1.0);
  }
`;

export const viewFragment = /* glsl */ `#version 300 es
  precision highp float;
  in vec2 vFan;
  in vec3 vColour;
  in float vStrength;
  out vec4 outColour;
  void main() {
    float r = vFan.y;
    float wash = 0.42 * pow(1.0 - r, 1.35) + 0.05;
    float sides = smoothstep(0.94, 1.0, abs(vFan.x)) * (1.0 - r) * 0.5;
    float rim = smoothstep(0.965, 0.99, r) * 0.28;
    float alpha = (wash + sides + rim) * vStrength;
    outColour = vec4(vColour * alpha, alpha);
  }
`;
