import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { useWords } from '../../ui/useWords.ts';

/** Has every edge agent probe its network; what is found comes over the socket. */
export function useDiscover(): { discovering: boolean; discover: () => void } {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [discovering, setDiscovering] = useState(false);
  async function run() {
    setDiscovering(true);
    try {
      await rest.discover();
      message.success(t('wall.discovered'));
    } catch (error) {
      message.error(words.errorText(error));
    } finally {
      setDiscovering(false);
    }
  }
  return { discovering, discover: () => void run() };
}
