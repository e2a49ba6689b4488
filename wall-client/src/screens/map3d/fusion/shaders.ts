// What the fusion layer's programs say: whether an eye sees a point, and what of its picture falls on it.
import { mostFaces } from './sight.ts';

export const depthVertex = /* glsl */ `#version 300 es
  in vec3 aPosition;
  uniform mat4 uMatrix;
  void main() { gl_Position = uMatrix * vec4(aPosition, 1.0); }
`;

export const depthFragment = /* glsl */ `#version 300 es
  precision mediump float;
  void main() {}
`;

export const overVertex = /* glsl */ `#version 300 es
  in vec3 aPosition;
  in vec3 aNormal;
  uniform mat4 uMatrix;
  out vec3 vAt;
  out vec3 vNormal;
  void main() {
    vAt = aPosition;
    vNormal = aNormal;
    gl_Position = uMatrix * vec4(aPosition, 1.0);
  }
`;

/** The share of a point the eye sees, 0 … 1; -1 outside of its field of view or range. */
const seen = /* glsl */ `
  precision highp float;
  precision highp sampler2DArrayShadow;
  uniform mat4 uFaces[${mostFaces}];
  uniform int uFaceCount;
  uniform vec3 uEye;
  uniform float uRangeM;
  uniform sampler2DArrayShadow uDepth;

  uniform vec3 uMapEye;
  /** Drawn a little nearer than the buildings, a wall's back would show over its own front. */
  bool turnedAway(vec3 at, vec3 normal) { return dot(normal, uMapEye - at) <= 0.0; }

  float seen(vec3 at, vec3 normal) {
    vec3 to = uEye - at;
    if (length(to.xy) > uRangeM) return -1.0;
    float far = length(to);
    vec3 before = at + to / far * (0.1 + 0.0015 * far);
    for (int i = 0; i < ${mostFaces}; i += 1) {
      if (i >= uFaceCount) break;
      vec4 clip = uFaces[i] * vec4(before, 1.0);
      if (clip.w <= 0.0 || any(greaterThan(abs(clip.xy), vec2(clip.w)))) continue;
      // What faces away lies behind its own building.
      if (dot(normal, to) <= 0.0) return 0.0;
      // Nearer than the depth map begins nothing can stand between.
      if (clip.z < -clip.w) return 1.0;
      vec3 p = clip.xyz / clip.w * 0.5 + 0.5;
      return texture(uDepth, vec4(p.xy, float(i), p.z));
    }
    return -1.0;
  }
`;

export const viewshedFragment = /* glsl */ `#version 300 es
  ${seen}
  in vec3 vAt;
  in vec3 vNormal;
  out vec4 outColour;
  void main() {
    vec3 normal = normalize(vNormal);
    if (turnedAway(vAt, normal)) discard;
    float lit = seen(vAt, normal);
    if (lit < 0.0) discard;
    vec3 to = uEye - vAt;
    float far = length(to.xy) / uRangeM;
    bool wall = abs(normal.z) < 0.5;
    float strength = (wall ? 0.5 : 0.36) * (1.0 - 0.35 * far);
    // Roofs and back walls are red too, but nobody looks for them: they stay in the background.
    float hidden = strength * (dot(normal, to) <= 0.0 ? 0.42 : 0.8);
    float rim = smoothstep(0.985, 0.995, far) * 0.3;
    vec4 green = vec4(0.16, 0.86, 0.52, 1.0) * (strength + rim);
    vec4 red = vec4(1.0, 0.28, 0.27, 1.0) * (hidden + rim * 0.6);
    outColour = mix(red, green, lit);
  }
`;

/** One pixel a point: red 0 outside, 0.5 hidden, 1 seen. For whoever must know, not see. */
export const probeVertex = /* glsl */ `#version 300 es
  in vec3 aPosition;
  in vec3 aNormal;
  uniform float uCount;
  out vec3 vAt;
  out vec3 vNormal;
  void main() {
    vAt = aPosition;
    vNormal = aNormal;
    gl_PointSize = 1.0;
    gl_Position = vec4((float(gl_VertexID) + 0.5) / uCount * 2.0 - 1.0, 0.0, 0.0, 1.0);
  }
`;

export const probeFragment = /* glsl */ `#version 300 es
  ${seen}
  in vec3 vAt;
  in vec3 vNormal;
  out vec4 outColour;
  void main() {
    float lit = seen(vAt, vNormal);
    outColour = vec4(lit < 0.0 ? 0.0 : 0.5 + 0.5 * lit, 0.0, 0.0, 1.0);
  }
`;

export const videoFragment = /* glsl */ `#version 300 es
  ${seen}
  in vec3 vAt;
  in vec3 vNormal;
  uniform mat3 uAxes;
  uniform vec2 uFocal;
  /** k1, k2, and the r² beyond which the polynomial folds back. */
  uniform vec3 uLens;
  uniform float uOpacity;
  uniform sampler2D uPicture;
  out vec4 outColour;
  void main() {
    vec3 p = uAxes * (vAt - uEye);
    if (p.z <= 0.0 || turnedAway(vAt, vNormal)) discard;
    vec2 tangent = p.xy / p.z;
    float r2 = dot(tangent, tangent);
    if (r2 > uLens.z) discard;
    vec2 uv = 0.5 + uFocal * tangent * (1.0 + r2 * (uLens.x + r2 * uLens.y));
    vec2 inside = min(uv, 1.0 - uv);
    if (min(inside.x, inside.y) <= 0.0) discard;
    float lit = seen(vAt, normalize(vNormal));
    if (lit <= 0.0) discard;
    float edge = smoothstep(0.0, 0.06, inside.x) * smoothstep(0.0, 0.08, inside.y);
    float far = 1.0 - smoothstep(0.8, 1.0, length(vAt.xy - uEye.xy) / uRangeM);
    float alpha = uOpacity * edge * far * lit;
    outColour = vec4(texture(uPicture, uv).rgb * alpha, alpha);
  }
`;
