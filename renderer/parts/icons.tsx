/**
 * The window's icons: 24 × 24, drawn in strokes with the colour of the text beside them. They are
 * decoration for screen readers; the word beside them, or the name of their button, says what they mean.
 */
import type { ReactNode } from 'react';

interface IconProps {
  /** Pixels, 18 by default. */
  readonly size?: number;
}

const icon = (drawing: ReactNode) =>
  function Icon({ size = 18 }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.8}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {drawing}
      </svg>
    );
  };

export const OverviewIcon = icon(
  <>
    <path d="M4 17a8 8 0 1 1 16 0" />
    <path d="m12 17 3.5-5" />
    <path d="M12 17h.01" />
  </>,
);
export const ContactsIcon = icon(
  <>
    <rect x="5" y="3.5" width="15" height="17" rx="2" />
    <circle cx="12.5" cy="10" r="2.2" />
    <path d="M9 16.2a3.6 3.6 0 0 1 7 0M3 8h3.5M3 12h3.5M3 16h3.5" />
  </>,
);
export const GroupsIcon = icon(
  <>
    <circle cx="9" cy="8.5" r="3.2" />
    <path d="M3.5 19a5.5 5.5 0 0 1 11 0" />
    <path d="M15 5.6a3.2 3.2 0 0 1 0 5.8M17 14a5.5 5.5 0 0 1 3.5 5" />
  </>,
);
export const SettingsIcon = icon(
  <>
    <path d="M4 7h9M17.5 7H20M4 17h2.5M11 17h9" />
    <circle cx="15.2" cy="7" r="2.2" />
    <circle cx="8.7" cy="17" r="2.2" />
  </>,
);
export const SyncIcon = icon(
  <>
    <path d="M20 11a8 8 0 0 0-14.3-4L4 9M4 4.5V9h4.5" />
    <path d="M4 13a8 8 0 0 0 14.3 4l1.7-2M20 19.5V15h-4.5" />
  </>,
);
export const PreviewIcon = icon(
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
    <circle cx="12" cy="12" r="2.8" />
  </>,
);
export const PauseIcon = icon(<path d="M8.5 5.5v13M15.5 5.5v13" strokeWidth={2.6} />);
export const PlayIcon = icon(<path d="M8 5.5v13l10.5-6.5z" />);
export const CheckIcon = icon(<path d="m5 12.5 4.5 4.5L19 7.5" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const PencilIcon = icon(
  <path d="m4 20 1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19zM14.5 6.5l3 3" />,
);
export const TrashIcon = icon(
  <path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10 11v5M14 11v5" />,
);
export const CopyIcon = icon(
  <>
    <rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2" />
    <path d="M15.5 8.5V6A2 2 0 0 0 13.5 4H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.5" />
  </>,
);
export const ChatIcon = icon(
  <path d="M20 11.5a7.5 7.5 0 0 1-7.5 7.5c-1.2 0-2.3-.3-3.3-.7L4 20l1.4-4.7A7.5 7.5 0 1 1 20 11.5Z" />,
);
export const SearchIcon = icon(
  <>
    <circle cx="10.5" cy="10.5" r="6" />
    <path d="m15 15 5 5" />
  </>,
);
export const UpIcon = icon(<path d="M12 19V5M6 11l6-6 6 6" />);
export const DownIcon = icon(<path d="M12 5v14M6 13l6 6 6-6" />);
export const ArrowIcon = icon(<path d="M5 12h14M13 6l6 6-6 6" />);
export const UndoIcon = icon(<path d="M8.5 5 4 9.5 8.5 14M4.5 9.5H14a5.5 5.5 0 0 1 0 11H9" />);
export const BackIcon = icon(<path d="M19 12H5M11 6l-6 6 6 6" />);
export const ChevronIcon = icon(<path d="m9 6 6 6-6 6" />);
export const WarningIcon = icon(
  <>
    <path d="M10.3 4.5 2.8 17.5a2 2 0 0 0 1.7 3h15a2 2 0 0 0 1.7-3L13.7 4.5a2 2 0 0 0-3.4 0Z" />
    <path d="M12 9.5v4M12 17h.01" />
  </>,
);
export const StopIcon = icon(
  <>
    <path d="M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7z" />
    <path d="M12 8v4.5M12 16h.01" />
  </>,
);
export const CircleCheckIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="m8.5 12.2 2.5 2.5 4.5-5" />
  </>,
);
export const CircleCrossIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="m9 9 6 6M15 9l-6 6" />
  </>,
);
export const CirclePlusIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 8.5v7M8.5 12h7" />
  </>,
);
export const CircleMinusIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M8.5 12h7" />
  </>,
);
export const SkippedIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="m6 6 12 12" />
  </>,
);
export const ConflictIcon = icon(
  <path d="M4 6h3c5 0 5 12 10 12h3M4 18h3c2 0 3.2-2 4.1-4.3M20 6h-3c-1.7 0-2.8 1.4-3.6 3.1" />,
);
export const BookIcon = icon(
  <path d="M12 6.5C10 5 7 4.5 4 4.5v14c3 0 6 .5 8 2 2-1.5 5-2 8-2v-14c-3 0-6 .5-8 2Zm0 0v14" />,
);
export const PhoneIcon = icon(
  <path d="M5 4.5h3.5l1.8 4.3-2.2 1.5a11 11 0 0 0 5.6 5.6l1.5-2.2 4.3 1.8V19a1.5 1.5 0 0 1-1.6 1.5C10.5 20 4 13.5 3.5 6.1A1.5 1.5 0 0 1 5 4.5Z" />,
);
export const PlugIcon = icon(
  <path d="M9 3.5v5M15 3.5v5M6.5 8.5h11v3a5.5 5.5 0 0 1-11 0zM12 17v3.5" />,
);
