/** Line icons of the page's own controls. */
const paths = {
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13a6.5 6.5 0 0 1 0-13M15.5 15.5L20.5 20.5',
  close: 'M5 5L19 19M19 5L5 19',
  back: 'M15 4L7 12L15 20',
  forward: 'M9 4L17 12L9 20',
  down: 'M5 9L12 16L19 9',
  up: 'M5 15L12 8L19 15',
  filter: 'M4 6H20M7 12H17M10 18H14',
  layers: 'M12 3L21 8L12 13L3 8ZM4 12.5L12 17L20 12.5M4 16.5L12 21L20 16.5',
  legend: 'M4 6H6M4 12H6M4 18H6M10 6H20M10 12H20M10 18H20',
  download: 'M12 4V15M6.5 10L12 15.5L17.5 10M4 20H20',
  upload: 'M12 16V5M6.5 10L12 4.5L17.5 10M4 20H20',
  bars: 'M4 20H21M6 20V13M11 20V5M16 20V9M20.5 20V15',
  print: 'M7 9V3H17V9M7 17H4V9H20V17H17M7 14H17V21H7Z',
  sun: 'M12 8a4 4 0 1 1 0 8a4 4 0 0 1 0-8M12 2V4M12 20V22M2 12H4M20 12H22M5 5L6.4 6.4M17.6 17.6L19 19M5 19L6.4 17.6M17.6 6.4L19 5',
  moon: 'M19 14.5A8 8 0 0 1 9.5 5A7.5 7.5 0 1 0 19 14.5Z',
  auto: 'M12 3a9 9 0 1 0 0 18ZM12 3a9 9 0 0 1 0 18',
  fit: 'M4 9V4H9M15 4H20V9M20 15V20H15M9 20H4V15',
  plus: 'M12 5V19M5 12H19',
  addPin:
    'M10 21C6 16 4 13 4 10a6 6 0 0 1 11-3.3M10 21C13 17.5 15 15 15.6 13M10 8a2 2 0 1 1 0 4a2 2 0 0 1 0-4M18 3V11M14 7H22',
  minus: 'M5 12H19',
  warning: 'M12 3.5L22 20.5H2ZM12 10V15M12 17.3V18',
  info: 'M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18M12 11V16.5M12 7.6V8.2',
  undo: 'M8 4L3.5 8.5L8 13M4 8.5H14.5a5.5 5.5 0 0 1 0 11H8',
  redo: 'M16 4L20.5 8.5L16 13M20 8.5H9.5a5.5 5.5 0 0 0 0 11H16',
  grip: 'M5 8H19M5 12H19M5 16H19',
  phone:
    'M8 3H16a1.5 1.5 0 0 1 1.5 1.5V19.5A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5V4.5A1.5 1.5 0 0 1 8 3ZM11 18H13',
  key: 'M8 11a4 4 0 1 1 0 8a4 4 0 0 1 0-8M11 12L20 3M17 6L20 9',
  edit: 'M4 20L5 15L16 4L20 8L9 19ZM14 6L18 10',
  trash: 'M4 7H20M9 7V4H15V7M6 7L7 20H17L18 7M10 11V16M14 11V16',
  pin: 'M12 21C7 14.5 6 12 6 9.5a6 6 0 1 1 12 0C18 12 17 14.5 12 21ZM12 8a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6',
} as const;

export function Icon({ name, size = 20 }: { name: keyof typeof paths; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
