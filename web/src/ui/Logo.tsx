/* The mark, drawn in place. */

export function Logo({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden focusable="false">
      <rect width="64" height="64" rx="15" fill="#0f664d" />
      <path
        d="M45.500 21.500c-3-4.200-8-6.500-13.700-6.500-7.500 0-13 3.900-13 9.600 0 12.600 25 6.200 25 15.600 0 5-5.200 8.800-12.200 8.800-6 0-11.200-2.500-14.100-6.900"
        fill="none"
        stroke="#f4fbf7"
        strokeWidth="6"
        strokeLinecap="round"
      />
      <circle cx="49" cy="15" r="5.500" fill="#f2b33d" />
    </svg>
  );
}
