/** Rolodial's mark; beside a word that says the same, so it has no name of its own. */
import icon from '../icon.svg';

export function Logo({ size = 28 }: { readonly size?: number }) {
  return <img src={icon} width={size} height={size} alt="" />;
}
