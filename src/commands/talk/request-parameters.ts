import type { Settings } from '../../app.ts';
import type { ChatRequest } from '../../conversation/ports.ts';

/** The parameters of a request that the settings name; those that they don't are not sent. */
export function requestParameters(settings: Settings): Pick<ChatRequest, 'temperature' | 'maxTokens'> {
  const temperature = settings.get('temperature').value;
  const maxTokens = settings.get('maxTokens').value;
  return {
    ...(temperature === null ? {} : { temperature }),
    ...(maxTokens === null ? {} : { maxTokens }),
  };
}
