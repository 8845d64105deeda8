/**
 * One drawing for all icons: an address card in the shape of a speech bubble. The tray's states differ in shape,
 * not only in colour: nothing, a turning arrow, an exclamation mark in a triangle, a stroke, two bars.
 *
 * The grid has 22 units, as a tray has pixels, so that edges fall on pixels.
 */
/** What an icon of the tray says; there is a picture for each. */
export type IconStatus = 'idle' | 'syncing' | 'attention' | 'offline' | 'paused';

/** `template`: macOS takes black and transparency, and paints the icon for its menu bar itself. */
export type Variant = 'colour' | 'template';

const colours = {
  /** Light enough for dark panels, dark enough for light ones. */
  card: '#1d93ac',
  inactive: '#8a9299',
  arrow: '#2f6fd6',
  warning: '#f0a500',
  onWarning: '#2b1d00',
  glyph: '#ffffff',
} as const;

const bubble =
  'M4 2h14a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-7.5L6 20.3a.6.6 0 0 1-1-.5V16H4a3 3 0 0 1-3-3V5a3 3 0 0 1 3-3z';
const person = '<circle cx="7" cy="6.8" r="2"/><path d="M3.5 13a3.5 3.5 0 0 1 7 0z"/>';
const lines =
  '<rect x="12" y="6" width="6" height="2" rx=".6"/><rect x="12" y="10" width="4" height="2" rx=".6"/>';

interface Mark {
  /** What is cut out of the card around the mark. */
  readonly cutOut: string;
  readonly shape: string;
  readonly shapeColour: string;
  readonly glyph: string;
  readonly glyphColour: string;
}

const disc = '<circle cx="16" cy="16" r="5"/>';
const discCutOut = '<circle cx="16" cy="16" r="6.2"/>';

const marks: Readonly<Record<IconStatus, Mark | undefined>> = {
  idle: undefined,
  syncing: {
    cutOut: discCutOut,
    shape: disc,
    shapeColour: colours.arrow,
    glyph:
      '<path d="M18.6 16a2.6 2.6 0 1 1-1-2.05" fill="none" stroke="GLYPH" stroke-width="1.3" stroke-linecap="round"/><path d="M18.9 11.9v3h-3z"/>',
    glyphColour: colours.glyph,
  },
  attention: {
    cutOut:
      '<path d="M15.5 9.2 8.6 22h13.8z" stroke="#000" stroke-width="2.4" stroke-linejoin="round"/>',
    shape:
      '<path d="M15.5 10.4 10 20.9h11z" stroke="SHAPE" stroke-width="1.4" stroke-linejoin="round"/>',
    shapeColour: colours.warning,
    glyph:
      '<rect x="14.7" y="13" width="1.6" height="4.2" rx=".6"/><circle cx="15.5" cy="19" r="1"/>',
    glyphColour: colours.onWarning,
  },
  offline: {
    cutOut: '<path d="M3 1.5 20.5 20" stroke="#000" stroke-width="4.4" stroke-linecap="round"/>',
    shape: '<path d="M3 1.5 20.5 20" stroke="SHAPE" stroke-width="2" stroke-linecap="round"/>',
    shapeColour: colours.inactive,
    glyph: '',
    glyphColour: colours.glyph,
  },
  paused: {
    cutOut: discCutOut,
    shape: disc,
    shapeColour: colours.inactive,
    glyph:
      '<rect x="13.6" y="13.5" width="1.8" height="5" rx=".4"/><rect x="16.6" y="13.5" width="1.8" height="5" rx=".4"/>',
    glyphColour: colours.glyph,
  },
};

/** The tray icon for a state, as SVG. */
export function trayDrawing(status: IconStatus, variant: Variant): string {
  const template = variant === 'template';
  const mark = marks[status];
  const inactive = status === 'offline' || status === 'paused';
  const card = template ? '#000' : inactive ? colours.inactive : colours.card;
  const shape = template ? '#000' : (mark?.shapeColour ?? '');
  const glyph = mark?.glyph.replaceAll('GLYPH', template ? '#000' : mark.glyphColour) ?? '';
  const text = `${person}${lines}`;
  return svg(
    22,
    // Black in a mask is transparent. In a template the text is cut out, as it cannot be white.
    `<mask id="room" maskUnits="userSpaceOnUse"><path fill="#fff" d="M0 0h22v22H0z"/>${mark?.cutOut ?? ''}${template ? text : ''}</mask>
  <mask id="glyph" maskUnits="userSpaceOnUse"><path fill="#fff" d="M0 0h22v22H0z"/>${template ? glyph : ''}</mask>
  <g mask="url(#room)"><path fill="${card}" d="${bubble}"/>${template ? '' : `<g fill="${colours.glyph}">${text}</g>`}</g>
  <g mask="url(#glyph)" fill="${shape}">${mark?.shape.replaceAll('SHAPE', shape) ?? ''}</g>
  ${template ? '' : `<g fill="${mark?.glyphColour ?? ''}">${glyph}</g>`}`,
  );
}

/** The icon of the app itself, as SVG: the same card, in front of two more, on its own background. */
export function appDrawing(): string {
  return svg(
    32,
    `<defs><linearGradient id="ground" x2="0" y2="1"><stop stop-color="#1d93ac"/><stop offset="1" stop-color="#0f5666"/></linearGradient></defs>
  <rect x="1" y="1" width="30" height="30" rx="7" fill="url(#ground)"/>
  <rect x="9" y="5.4" width="14" height="6" rx="1.6" fill="#fff" opacity=".35"/>
  <rect x="7.5" y="7.2" width="17" height="6" rx="1.8" fill="#fff" opacity=".6"/>
  <g transform="translate(5.6 7.6) scale(.945)"><path fill="#fff" d="${bubble}"/><g fill="#14697c">${person}${lines}</g></g>`,
  );
}

function svg(size: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">\n  ${content}\n</svg>\n`;
}
