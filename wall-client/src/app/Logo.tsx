/** The mark: a snow crystal whose heart is a lens. */
export function Logo({ size }: { size: string }) {
  return (
    <svg viewBox="0 0 48 48" style={{ width: size, height: size, display: 'block' }} aria-hidden="true">
      <g stroke="#68c3ff" strokeWidth="2.6" strokeLinecap="round" fill="none">
        <path d="M24 4v40M6.7 14l34.6 20M41.3 14L6.7 34" />
        <path
          d="M18.5 6.5L24 11l5.5-4.5M18.5 41.5L24 37l5.5 4.5M6.2 20.6l6.7-2.5-1.2-7.1M41.8 27.4l-6.7 2.5 1.2 7.1M6.2 27.4l6.7 2.5-1.2 7.1M41.8 20.6l-6.7-2.5 1.2-7.1"
          strokeWidth="1.8"
          opacity=".75"
        />
      </g>
      <circle cx="24" cy="24" r="8.4" fill="#0a1017" stroke="#68c3ff" strokeWidth="2.6" />
      <circle cx="24" cy="24" r="4.6" fill="#eaf6ff" />
    </svg>
  );
}
