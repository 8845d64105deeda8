/** Rolodial's mark, a card on a rotary file; the same drawing as icon.svg. */
export function Logo({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#14697c" />
      <path
        d="M7 21.5h18M9.5 21.5v3M22.5 21.5v3M9 18.5V9.2a1.7 1.7 0 0 1 1.7-1.7h10.6A1.7 1.7 0 0 1 23 9.2v9.3"
        stroke="#fff"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="12.2" r="2" fill="#fff" />
      <path d="M12.5 18.5a3.5 3.5 0 0 1 7 0" fill="#fff" />
    </svg>
  );
}
