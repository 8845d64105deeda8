/** Leads to the first field of a form that has to be put right. */

/**
 * Focuses the first one in the order of the page, which is where the eye starts, whatever the schema's order.
 *
 * @param issues paths of fields; each field carries its own as `data-path`
 */
export function focusFirstInvalid(
  form: HTMLFormElement,
  issues: Readonly<Record<string, unknown>>,
) {
  // After the render that shows the messages and unfolds what was folded away.
  requestAnimationFrame(() => {
    const fields = [...form.querySelectorAll<HTMLElement>('[data-path]')];
    const first = fields.find(({ dataset }) => (dataset['path'] ?? '') in issues);
    first?.focus();
    first?.scrollIntoView({ block: 'center' });
  });
}
