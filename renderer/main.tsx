/** The window's start-up: what it needs, in which order. */
import '@mantine/core/styles.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import { resolveLanguage } from '../shared/words/language.ts';
import { App } from './app.tsx';
import { createContactsStore } from './bridge/contacts-store.ts';
import { CoreProvider } from './bridge/core-context.tsx';
import { createCoreStore } from './bridge/core-store.ts';
import { windowBridge } from './bridge/window-bridge.ts';
import { createTranslation } from './i18n/translation.ts';

// zod would compile its schemas with `new Function`, which our content security policy forbids.
config({ jitless: true });

const bridge = windowBridge();
const store = createCoreStore(bridge);
const contacts = createContactsStore(bridge);
const translation = createTranslation(resolveLanguage('system', navigator.languages));

const root = document.querySelector('#root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <CoreProvider store={store} contacts={contacts}>
    <App translation={translation} />
  </CoreProvider>,
);
