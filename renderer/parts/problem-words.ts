/** A problem in the window's language: what happened, what it means, what to do. */
import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, traitsOf } from '../../shared/errors.ts';

export interface ProblemWords {
  readonly title: string;
  readonly meaning: string;
  readonly action: string;
  /** The technical detail, untranslated; absent where the texts above say it all. */
  readonly detail: string | undefined;
}

export function problemWords(t: TFunction, problem: Problem): ProblemWords {
  // A newer core may know codes that this window does not: its English message then says it all.
  if (!traitsOf(problem.code)) {
    return { title: problem.message, meaning: '', action: '', detail: undefined };
  }
  const named = { ...t('problems.unnamed', { returnObjects: true }), ...problem.params };
  const { code } = problem;
  return {
    title: t(`problems.title.${code}`, named),
    meaning: t(`problems.code.${code}.meaning`, named),
    action: t(`problems.code.${code}.action`, named),
    detail: detailOf(t, problem),
  };
}

function detailOf(t: TFunction, { code, message, params }: Problem): string | undefined {
  const { detail, status } = params;
  if (typeof status === 'number') {
    return detail === undefined
      ? t('problems.httpStatus', { status })
      : t('problems.httpStatusAndWords', { status, detail });
  }
  if (detail !== undefined) return t('problems.detail', { detail });
  return traitsOf(code)?.showsMessage ? t('problems.detail', { detail: message }) : undefined;
}

export function useProblemWords(): (problem: Problem) => ProblemWords {
  const { t } = useTranslation();
  return useCallback((problem) => problemWords(t, problem), [t]);
}
