// The program that draws every picture: a board above its camera's head, facing the viewer, with a border in the
// colour of the camera's state and a pointer down to the head. Sizes follow tiers/board-size.ts, the head
// marker-size.ts.
import { leastMastM, mastUnits, shrinkPower } from '../../cameras/marker-size.ts';
import { boardAspect, boardShrink, pointerShare } from '../tiers/board-size.ts';

const float = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));

export const boardVertex = /* glsl */ `#version 300 es
  in vec2 aCorner;
  /** x, y in metres; tone; 1 where chosen. */
  in vec4 aAt;
  /** The picture within its layer, pixels of luma: left, top, width, height. */
  in vec4 aPicture;
  /** Layer; how luma and chroma make a colour; which of pictureSources; 1 where it is old. */
  in vec4 aSource;
  uniform mat4 uMatrix;
  uniform vec2 uWindow;
  uniform float uScale;
  uniform float uUnitPx;
  uniform float uMetresPerPx;
  uniform float uCentreW;
  uniform float uBoardPx;
  uniform float uMaxBoardPx;
  uniform vec3 uTones[5];
  out vec2 vAt;
  flat out vec2 vSize;
  flat out float vEdge;
  flat out vec3 vTone;
  flat out vec4 vPicture;
  flat out vec4 vSource;
  void main() {
    vec4 foot = uMatrix * vec4(aAt.xy, 0.0, 1.0);
    float unit = max(${float(leastMastM / mastUnits)},
      uUnitPx * uMetresPerPx * pow(max(0.05, foot.w / uCentreW), ${float(1 - shrinkPower)}));
    vec4 head = uMatrix * vec4(aAt.xy, unit * ${float(mastUnits)}, 1.0);
    float ratio = max(0.05, head.w / uCentreW);
    float width = min(uMaxBoardPx, uBoardPx / pow(ratio, ${float(boardShrink)}));
    vSize = vec2(width, width / ${float(boardAspect)});
    float pointer = width * ${float(pointerShare)};
    float shadow = 7.0 * uScale;
    vec2 low = vec2(-0.5 * width - shadow, 0.0);
    vec2 high = vec2(0.5 * width + shadow, pointer + vSize.y + shadow);
    vec2 at = mix(low, high, aCorner);
    vAt = vec2(at.x, at.y - pointer);
    bool chosen = aAt.w > 0.5;
    vTone = mix(uTones[int(aAt.z + 0.5)], vec3(1.0), chosen ? 0.45 : 0.0);
    vEdge = (aSource.z > 0.5 || chosen ? 2.25 : 1.5) * uScale;
    vPicture = aPicture;
    vSource = aSource;
    head.xy += at * 2.0 / uWindow * head.w;
    gl_Position = head;
  }
`;

export const boardFragment = /* glsl */ `#version 300 es
  precision highp float;
  precision highp sampler2DArray;
  in vec2 vAt;
  flat in vec2 vSize;
  flat in float vEdge;
  flat in vec3 vTone;
  flat in vec4 vPicture;
  flat in vec4 vSource;
  uniform sampler2DArray uThumbnails;
  uniform sampler2DArray uLive;
  uniform sampler2DArray uVideos;
  /** Luma width and height of a layer of each. */
  uniform vec4 uLayers;
  uniform float uScale;
  uniform float uLight;
  /** 0 where a processor draws: one sample is enough. */
  uniform int uFine;
  out vec4 outColour;

  vec3 sampled(vec2 px) {
    bool live = vSource.z > 0.5;
    vec2 layer = live ? uLayers.zw : uLayers.xy;
    vec2 size = vec2(layer.x, layer.y * 1.5);
    // Kept half a sample inside: the neighbour on the page must not shine in.
    vec2 at = clamp(px, vPicture.xy + 0.5, vPicture.xy + vPicture.zw - 0.5);
    vec2 half2 = clamp(px * 0.5, vPicture.xy * 0.5 + 0.5, (vPicture.xy + vPicture.zw) * 0.5 - 0.5);
    vec3 luma = vec3(at / size, vSource.x);
    vec3 first = vec3((half2 + vec2(0.0, layer.y)) / size, vSource.x);
    vec3 second = vec3((half2 + vec2(layer.x * 0.5, layer.y)) / size, vSource.x);
    return live
      ? vec3(texture(uLive, luma).r, texture(uLive, first).r, texture(uLive, second).r)
      : vec3(texture(uThumbnails, luma).r, texture(uThumbnails, first).r, texture(uThumbnails, second).r);
  }

  /** In the order of colourKinds: full 601, limited 601, limited 709, full 709. */
  vec3 colourOf(vec3 yuv) {
    int kind = int(vSource.y + 0.5);
    bool limited = kind == 1 || kind == 2;
    float y = limited ? (yuv.x - 0.0627451) * 1.164384 : yuv.x;
    vec2 c = (yuv.yz - 0.5) * (limited ? 1.138393 : 1.0);
    return clamp(kind > 1
      ? vec3(y + 1.5748 * c.y, y - 0.187324 * c.x - 0.468124 * c.y, y + 1.8556 * c.x)
      : vec3(y + 1.402 * c.y, y - 0.344136 * c.x - 0.714136 * c.y, y + 1.772 * c.x), 0.0, 1.0);
  }

  vec3 picture(vec2 at) {
    // The board is 16:9; of another picture the middle is shown, undistorted.
    vec2 shown = vPicture.zw;
    float aspect = vSize.x / vSize.y;
    if (shown.x > shown.y * aspect) shown.x = shown.y * aspect;
    else shown.y = shown.x / aspect;
    vec2 step = shown / vSize;
    vec2 px = vPicture.xy + vPicture.zw * 0.5 + vec2(at.x, 0.5 * vSize.y - at.y) * step;
    // A playing video comes as red, green, blue.
    if (vSource.z > 1.5) return texture(uVideos, vec3((px - vPicture.xy) / vPicture.zw, vSource.x)).rgb;
    if (uFine == 0 || max(step.x, step.y) < 1.4) return colourOf(sampled(px));
    // Smaller than it is: the mean of four, or edges would crawl.
    vec2 a = step * 0.25;
    vec2 b = vec2(a.x, -a.y);
    return colourOf(0.25 * (sampled(px - a) + sampled(px + a) + sampled(px - b) + sampled(px + b)));
  }

  void main() {
    vec2 half2 = vSize * 0.5;
    vec2 fromMiddle = abs(vec2(vAt.x, vAt.y - half2.y));
    float radius = 3.0 * uScale;
    vec2 q = fromMiddle - half2 + radius;
    float d = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
    float pixel = max(0.7, fwidth(vAt.x)) ;
    float board = 1.0 - smoothstep(-pixel, 0.0, d);
    float inner = 1.0 - smoothstep(-pixel, 0.0, d + vEdge);
    // From the board's lower edge down to the camera's head.
    float below = -vAt.y;
    float pointer = (${float(pointerShare)} * vSize.x - below) * 0.7;
    float tip = below > -vEdge ? 1.0 - smoothstep(-pixel, 0.0, abs(vAt.x) - pointer) : 0.0;
    vec3 colour = vTone * uLight;
    if (inner > 0.0) {
      vec3 seen = picture(vAt);
      if (vSource.w > 0.5) seen = mix(seen, vec3(dot(seen, vec3(0.3, 0.59, 0.11))), 0.7) * 0.5;
      colour = mix(colour, seen * uLight, inner);
    }
    float solid = max(board, tip);
    float shadow = 0.4 * pow(clamp(1.0 - d / (7.0 * uScale), 0.0, 1.0), 2.0) * (1.0 - solid);
    float alpha = solid + shadow;
    if (alpha < 0.01) discard;
    outColour = vec4(colour * solid, alpha);
  }
`;
