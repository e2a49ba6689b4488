// All cameras in three draw calls, however many they are: the ground they look over, their bodies, and the
// bodies once more, faintly, where a building hides them: a camera behind a tower can still be found.
import {
  BoxGeometry,
  BufferAttribute,
  type BufferGeometry,
  Color,
  CylinderGeometry,
  DynamicDrawUsage,
  GLSL3,
  GreaterDepth,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
  SphereGeometry,
  Vector2,
  Vector3,
} from 'three';
import type { CameraInstances } from './camera-instances.ts';
import { bodyFragment, bodyPart, bodyVertex, viewFragment, viewVertex } from './shaders.ts';
import { toneColour, tones } from './tone.ts';

function uniforms() {
  return {
    uTones: {
      value: tones.map(tone => {
        // As written, without a change of colour space: the page's own CSS colours.
        const { r, g, b } = new Color().setStyle(toneColour[tone], '');
        return new Vector3(r, g, b);
      }),
    },
    uUnitPx: { value: 1 },
    uMetresPerPx: { value: 1 },
    uCentreW: { value: 1 },
    uHovered: { value: -1 },
    uSelected: { value: -1 },
    uFocus: { value: new Vector2() },
    uNearM: { value: 700 },
    uViews: { value: 1 },
  };
}
export type CameraUniforms = ReturnType<typeof uniforms>;

/** One indexed geometry of several, with aPart telling which is which. */
function mergeParts(parts: { geometry: BufferGeometry; part: number }[]): InstancedBufferGeometry {
  const merged = new InstancedBufferGeometry();
  const position: number[] = [];
  const normal: number[] = [];
  const part: number[] = [];
  const index: number[] = [];
  for (const { geometry, part: kind } of parts) {
    const first = position.length / 3;
    const { position: p, normal: n } = geometry.attributes;
    for (const value of p?.array ?? []) position.push(value);
    for (const value of n?.array ?? []) normal.push(value);
    for (let i = 0; i < (p?.count ?? 0); i += 1) part.push(kind);
    for (const value of geometry.index?.array ?? []) index.push(first + value);
    geometry.dispose();
  }
  merged.setAttribute('position', new BufferAttribute(new Float32Array(position), 3));
  merged.setAttribute('normal', new BufferAttribute(new Float32Array(normal), 3));
  merged.setAttribute('aPart', new BufferAttribute(new Float32Array(part), 1));
  merged.setIndex(index);
  return merged;
}

/** A bullet camera that looks north, in units of marker-size.ts, z up. */
function bodyGeometry(): InstancedBufferGeometry {
  const upright = Math.PI / 2;
  const tilt = -0.22;
  const mast = new CylinderGeometry(0.55, 0.8, 25, 6, 1, true).rotateX(upright).translate(0, 0, 12.5);
  const housing = new BoxGeometry(5.6, 12, 5.2).rotateX(tilt).translate(0, 2, 27);
  const visor = new BoxGeometry(6.8, 14.5, 0.9).rotateX(tilt).translate(0, 3.6, 30.1);
  const lens = new CylinderGeometry(2, 2, 1.2, 10).rotateX(tilt).translate(0, 8, 25.7);
  const dome = new SphereGeometry(4.4, 10, 7).translate(0, 0, 26);
  return mergeParts([
    { geometry: mast, part: bodyPart.mast },
    { geometry: housing, part: bodyPart.housing },
    { geometry: visor, part: bodyPart.housing },
    { geometry: lens, part: bodyPart.lens },
    { geometry: dome, part: bodyPart.dome },
  ]);
}

/** A fan of unit size and the disc at the mast's foot (viewVertex). */
function viewGeometry(steps = 20): InstancedBufferGeometry {
  const fan: number[] = [];
  const index: number[] = [];
  for (const disc of [1, 0]) {
    const first = fan.length / 3;
    for (let i = 0; i <= steps; i += 1) {
      const across = (i / steps) * 2 - 1;
      fan.push(across, 0, disc, across, 1, disc);
      const at = first + i * 2;
      if (i < steps) index.push(at, at + 1, at + 3, at, at + 3, at + 2);
    }
  }
  const geometry = new InstancedBufferGeometry();
  // Three asks for a position; the shader reads aFan only.
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(fan.length), 3));
  geometry.setAttribute('aFan', new BufferAttribute(new Float32Array(fan), 3));
  geometry.setIndex(index);
  return geometry;
}

export class CameraMeshes {
  readonly uniforms = uniforms();
  /** How strongly a hidden camera shows through. */
  readonly ghostAlpha = { value: 0.34 };
  readonly views: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  readonly bodies: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  readonly ghosts: Mesh<InstancedBufferGeometry, ShaderMaterial>;

  constructor() {
    const material = { glslVersion: GLSL3, uniforms: this.uniforms, side: 2 as const, toneMapped: false };
    this.views = new Mesh(
      viewGeometry(),
      new ShaderMaterial({
        ...material,
        vertexShader: viewVertex,
        fragmentShader: viewFragment,
        transparent: true,
        premultipliedAlpha: true,
        depthWrite: false,
      }),
    );
    const body = (uAlpha: { value: number }) => ({
      ...material,
      vertexShader: bodyVertex,
      fragmentShader: bodyFragment,
      uniforms: { ...this.uniforms, uAlpha },
    });
    this.bodies = new Mesh(bodyGeometry(), new ShaderMaterial(body({ value: 1 })));
    this.ghosts = new Mesh(
      this.bodies.geometry,
      new ShaderMaterial({
        ...body(this.ghostAlpha),
        transparent: true,
        premultipliedAlpha: true,
        depthWrite: false,
        depthFunc: GreaterDepth,
      }),
    );
    this.views.renderOrder = 1;
    this.bodies.renderOrder = 2;
    this.ghosts.renderOrder = 0;
    // Instances lie all over the city: the unit geometry's own bounds say nothing.
    for (const mesh of this.all) mesh.frustumCulled = false;
  }

  get all(): Mesh<InstancedBufferGeometry, ShaderMaterial>[] {
    return [this.views, this.bodies, this.ghosts];
  }

  /** Instances from … to changed since the last call; `to` -1: all of them may have. */
  setInstances(instances: CameraInstances, from = 0, to = -1): void {
    const end = to < 0 ? instances.count : to;
    for (const { geometry } of [this.views, this.bodies]) {
      for (const [name, array] of [
        ['aPlace', instances.place],
        ['aLook', instances.look],
      ] as const) {
        const old = geometry.getAttribute(name) as InstancedBufferAttribute | undefined;
        if (old?.array === array) {
          // Ranges are gathered until the next frame, which uploads and clears them.
          if (to < 0) old.clearUpdateRanges();
          old.addUpdateRange(from * 4, (end - from) * 4);
          old.needsUpdate = true;
        } else geometry.setAttribute(name, new InstancedBufferAttribute(array, 4).setUsage(DynamicDrawUsage));
      }
      geometry.instanceCount = instances.count;
    }
    for (const mesh of this.all) mesh.visible = instances.count > 0;
  }

  close(): void {
    for (const mesh of this.all) {
      mesh.geometry.dispose();
      mesh.material.dispose();
    }
  }
}
