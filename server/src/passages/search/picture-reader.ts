// 以图查车: a photograph's plates, read by an edge agent, where the models are. Nothing of it is kept here.
import { AppError } from '@brightwall/protocol/errors';
import type { PicturePlates } from '@brightwall/protocol/read-picture';
import type { PictureAgentsPort } from '../ports.ts';

/** A picture holds its bytes here and on the agent until it is read. */
const mostAtOnce = 4;
/** One that is busy or gone leaves it to the next. */
const mostTries = 3;

export class PictureReader {
  readonly #agents: PictureAgentsPort;
  #reading = 0;

  constructor(agents: PictureAgentsPort) {
    this.#agents = agents;
  }

  /** Throws bad-request for what is no picture, agent-offline where nobody can read it, overloaded where it may be tried again. */
  async read(picture: Uint8Array): Promise<PicturePlates> {
    if (this.#reading >= mostAtOnce) throw new AppError('overloaded', 'pictures');
    this.#reading += 1;
    try {
      let why = new AppError('agent-offline', '没有可识读车牌的边缘设备 / no agent reads plates');
      for (const agentId of this.#agents.readers().slice(0, mostTries)) {
        try {
          return await this.#agents.readPicture(agentId, picture);
        } catch (error) {
          if (!(error instanceof AppError) || isThePictures(error)) throw error;
          why = error;
        }
      }
      throw why;
    } finally {
      this.#reading -= 1;
    }
  }
}

/** Another agent would say the same. */
const isThePictures = ({ code }: AppError) => code === 'bad-request' || code === 'too-large';
