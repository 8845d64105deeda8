/** The filters that an account and each of its numbers have, in the order in which the form shows them. */
export const filterNames = ['skipTypes', 'onlyTypes', 'skipCategories', 'onlyCategories'] as const;
