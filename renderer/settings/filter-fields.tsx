/** The four filters of an account or of one of its numbers: types and categories, to leave out or to keep to. */
import { useTranslation } from 'react-i18next';
import classes from './profile-editor.module.css';
import { filterNames, type ProfileFormApi } from './profile-form.ts';
import type { WordsInUse } from './words-in-use.ts';
import { WordsInput } from './words-input.tsx';

interface FilterFieldsProps {
  readonly form: ProfileFormApi;
  /** Where the filters stand in the form: empty for the account's, `dids.0.` for those of a number. */
  readonly prefix: '' | `dids.${number}.`;
  readonly inUse: WordsInUse;
}

export function FilterFields({ form, prefix, inUse }: FilterFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className={classes['pair']}>
      {filterNames.map((filter) => {
        const path = `${prefix}${filter}`;
        const { value = [], onChange, error } = form.getInputProps(path);
        const ofTypes = filter === 'skipTypes' || filter === 'onlyTypes';
        return (
          <WordsInput
            key={filter}
            label={t(`settings.${filter}`)}
            description={t(`settings.${filter}Help`)}
            inUse={ofTypes ? inUse.types : inUse.categories}
            usual={ofTypes ? usualTypes : []}
            value={value}
            // Of a number's filters, an empty one is none.
            onChange={(words) => onChange(words.length === 0 && prefix !== '' ? undefined : words)}
            error={error}
            data-path={path}
          />
        );
      })}
    </div>
  );
}

/** Types that address books use. Fax and pager occur in no row while they are left out. */
export const usualTypes = ['cell', 'home', 'work', 'main', 'other', 'fax', 'pager'];
