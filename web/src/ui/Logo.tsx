/* The mark, drawn in place. */

export function Logo({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden focusable="false">
      <rect width="64" height="64" rx="15" fill="#0f664d" />
      <path
        d="M45.5 21.5c-3-4.2-8-6.5-13.7-6.5-7.5 0-13 3.9-13 9.6 0 12.6 25 6.2 25 15.6 0 5-5.2 8.8-12.2 8.8-6 0-11.2-2.5-14.1-6.9"
        fill="none"
        stroke="#f4fbf7"
        strokeWidth="6"
        strokeLinecap="round"
      />
      <circle cx="49" cy="15" r="5.5" fill="#f2b33d" />
    </svg>
  );
}
