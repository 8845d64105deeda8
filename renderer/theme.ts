/**
 * How the window looks: the palette, and Mantine's defaults where they fall short of WCAG 2.2 AA (its
 * dimmed text and its red have a contrast of 3.3 : 1 on white). All other colours are in global.css.
 */
import {
  type CSSVariablesResolver,
  createTheme,
  Input,
  type MantineColorsTuple,
} from '@mantine/core';

const lagoon: MantineColorsTuple = [
  '#ebf6f8',
  '#d6ebf0',
  '#abd7e1',
  '#7cc2d1',
  '#55b0c3',
  '#379bb0',
  '#1b7f95',
  '#14697c',
  '#0f5464',
  '#08404d',
];

/** A cool grey, from text to the ground of the dark scheme. */
const dark: MantineColorsTuple = [
  '#d7dce1',
  '#b8c0c8',
  '#98a2ad',
  '#69737e',
  '#3a424b',
  '#2c333b',
  '#22282f',
  '#1b2026',
  '#14181d',
  '#0e1115',
];

export const theme = createTheme({
  primaryColor: 'lagoon',
  primaryShade: { light: 7, dark: 6 },
  colors: { lagoon, dark },
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  components: {
    // Help below the field: fields that stand side by side keep their places whatever is said of them.
    InputWrapper: Input.Wrapper.extend({
      defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] },
    }),
  },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#59626c',
    '--mantine-color-placeholder': '#747d87',
    '--mantine-color-error': '#c22525',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-default-border': '#ccd2d8',
  },
  dark: {
    '--mantine-color-dimmed': '#98a2ad',
    '--mantine-color-placeholder': '#87919c',
    '--mantine-color-error': '#ff8f8f',
    '--mantine-color-default-border': '#3a424b',
  },
});
