// One loaded net. One thread each: the machine's other cores belong to video, and a pool of spinning threads costs
// more than it brings on nets this small.
import * as ort from 'onnxruntime-node';
import { ModelFailure, type ModelFile } from './model-files.ts';

export type Tensor = ort.Tensor;

export class Session {
  #session: ort.InferenceSession;
  #name: string;

  private constructor(name: string, session: ort.InferenceSession) {
    this.#name = name;
    this.#session = session;
  }

  /** Rejects with model-damaged when the weights are no net of these inputs and outputs. */
  static async load(
    model: ModelFile,
    inputs: readonly string[],
    outputs: readonly string[],
  ): Promise<Session> {
    let session: ort.InferenceSession;
    try {
      session = await ort.InferenceSession.create(model.weights, {
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        executionProviders: ['cpu'],
        graphOptimizationLevel: 'all',
        // The nets see pictures of a few sizes only, but arenas grown for the largest would stay.
        enableCpuMemArena: true,
        logSeverityLevel: 3,
        extra: { session: { 'intra_op.allow_spinning': '0', 'inter_op.allow_spinning': '0' } },
      });
    } catch (error) {
      throw new ModelFailure(
        'model-damaged',
        model.name,
        String(error instanceof Error ? error.message : error),
      );
    }
    const missing = [
      ...inputs.filter(name => !session.inputNames.includes(name)),
      ...outputs.filter(name => !session.outputNames.includes(name)),
    ];
    if (missing.length > 0) throw new ModelFailure('model-damaged', model.name, `no ${missing.join(', ')}`);
    return new Session(model.name, session);
  }

  get inputNames(): readonly string[] {
    return this.#session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  /** Of an input or output; dynamic sides are not numbers. */
  shapeOf(name: string): readonly (number | string)[] {
    const facts = [...this.#session.inputMetadata, ...this.#session.outputMetadata].find(
      f => f.name === name,
    );
    return facts?.isTensor ? facts.shape : [];
  }

  async run(
    input: string,
    data: Uint8Array | Float32Array,
    dims: readonly number[],
  ): Promise<Record<string, Floats>> {
    const type = data instanceof Float32Array ? 'float32' : 'uint8';
    const tensor = new ort.Tensor(type, data as Float32Array, dims);
    const answers = await this.#session.run({ [input]: tensor });
    return Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => {
        if (!(answer.data instanceof Float32Array))
          throw new Error(`${this.#name}: ${name} is ${answer.type}`);
        return [name, { data: answer.data, dims: answer.dims }];
      }),
    );
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

export interface Floats {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
