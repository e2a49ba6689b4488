import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { startI18n } from './app/i18n.ts';
import './ui/base.css';

startI18n();
createRoot(document.getElementById('root')!).render(<App />);
