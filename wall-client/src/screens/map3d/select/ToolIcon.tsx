// The tools' pictures: what each draws.
import type { DrawTool } from './drawing.ts';

const paths: Record<DrawTool | 'follow', React.ReactNode> = {
  box: <rect x="3.5" y="5" width="17" height="14" rx="1" strokeDasharray="3.5 2.5" />,
  circle: (
    <>
      <circle cx="12" cy="12" r="8.5" strokeDasharray="3.5 2.5" />
      <circle cx="12" cy="12" r="1.2" fill="currentColor" />
    </>
  ),
  polygon: <path d="M5 8.5 13.5 4 20 11l-4 9H6.5Z" strokeDasharray="3.5 2.5" />,
  route: (
    <>
      <path d="M4 19.5C4 12 20 13 20 4.5" strokeWidth="7" opacity="0.3" />
      <path d="M4 19.5C4 12 20 13 20 4.5" />
    </>
  ),
  relay: (
    <>
      <path d="M6 18.5C6 12 18 12 18 5.5" strokeDasharray="0.1 4" />
      <circle cx="6" cy="19" r="2.6" fill="currentColor" />
      <path d="M15 5.5h6M18 2.5l3 3-3 3" />
    </>
  ),
  follow: (
    <>
      <circle cx="12" cy="13.5" r="2.6" fill="currentColor" />
      <path d="M12 10.5V3.5M9.5 6 12 3.5 14.5 6M9.5 15 4 18.5M4 15.2v3.3h3.3M14.5 15l5.5 3.5M20 15.2v3.3h-3.3" />
    </>
  ),
};

export function ToolIcon({ tool }: { tool: DrawTool | 'follow' }) {
  return (
    <svg
      width="1.25em"
      height="1.25em"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {paths[tool]}
    </svg>
  );
}
