// The lit windows of the city in one draw call.
import {
  BufferAttribute,
  GLSL3,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  Mesh,
  ShaderMaterial,
} from 'three';
import type { WindowLights } from './city-lights.ts';

const vertex = /* glsl */ `
  in vec4 aAt;
  in vec4 aLook;
  uniform float uCentreW;
  uniform float uLights;
  out vec4 vColour;
  void main() {
    vec2 across = vec2(cos(aAt.w), sin(aAt.w)) * position.x * aLook.x;
    vec4 clip = projectionMatrix * vec4(aAt.xy + across, aAt.z + position.y * aLook.y, 1.0);
    // A window smaller than a pixel would flicker: it fades instead.
    float far = clip.w / uCentreW;
    float strength = aLook.w * uLights * (1.0 - smoothstep(1.1, 2.6, far));
    gl_Position = strength < 0.02 ? vec4(2.0, 2.0, 2.0, 1.0) : clip;
    vec3 colour = mix(vec3(0.62, 0.82, 1.0), vec3(1.0, 0.79, 0.5), aLook.z);
    vColour = vec4(colour * strength * 0.8, strength * 0.8);
  }
`;

const fragment = /* glsl */ `
  in vec4 vColour;
  out vec4 outColour;
  void main() { outColour = vColour; }
`;

export class LightsMesh {
  readonly uniforms = { uCentreW: { value: 1 }, uLights: { value: 1 } };
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>;

  constructor(lights: WindowLights) {
    const geometry = new InstancedBufferGeometry();
    const corners = [-0.5, -0.5, 0, 0.5, -0.5, 0, 0.5, 0.5, 0, -0.5, 0.5, 0];
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(corners), 3));
    geometry.setIndex([0, 1, 2, 0, 2, 3]);
    geometry.setAttribute('aAt', new InstancedBufferAttribute(lights.at, 4));
    geometry.setAttribute('aLook', new InstancedBufferAttribute(lights.look, 4));
    geometry.instanceCount = lights.count;
    this.mesh = new Mesh(
      geometry,
      new ShaderMaterial({
        glslVersion: GLSL3,
        uniforms: this.uniforms,
        vertexShader: vertex,
        fragmentShader: fragment,
        side: 2,
        transparent: true,
        premultipliedAlpha: true,
        depthWrite: false,
        toneMapped: false,
      }),
    );
    this.mesh.frustumCulled = false;
    // Before the cameras, so that no light shines through one.
    this.mesh.renderOrder = -1;
  }

  close(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
