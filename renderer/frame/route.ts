/**
 * Which page is shown, kept in the address after `#`, so that Back and a reload work in a browser and no
 * server has to know our pages. A page with unsaved changes may ask before it is left.
 */
import { useEffect, useSyncExternalStore } from 'react';
import { type ContactRow, contactRowSchema } from '../../shared/contract/contract.ts';

export type Route =
  | { readonly page: 'overview' }
  | {
      readonly page: 'contacts';
      readonly profile?: string;
      readonly state?: ContactRow['state'];
    }
  | { readonly page: 'groups'; readonly profile?: string }
  | { readonly page: 'remote'; readonly profile?: string }
  | { readonly page: 'settings' }
  /** The form of one profile; `null` for a new one. */
  | { readonly page: 'profile'; readonly profile: string | null };

export function routeHref(route: Route): string {
  switch (route.page) {
    case 'overview':
      return '#/overview';
    case 'groups':
    case 'remote':
      return route.profile === undefined
        ? `#/${route.page}`
        : `#/${route.page}?${new URLSearchParams({ profile: route.profile })}`;
    case 'settings':
      return '#/settings';
    case 'profile':
      return route.profile === null
        ? '#/settings/new'
        : `#/settings/profile/${encodeURIComponent(route.profile)}`;
    case 'contacts': {
      const query = new URLSearchParams();
      if (route.profile !== undefined) query.set('profile', route.profile);
      if (route.state !== undefined) query.set('state', route.state);
      return query.size > 0 ? `#/contacts?${query}` : '#/contacts';
    }
  }
}

/** The page that an address names; the overview for an address that names none. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?');
  const [page, section, id] = path.split('/').filter((part) => part !== '');
  if (page === 'contacts') return contactsRoute(new URLSearchParams(search));
  if (page === 'groups' || page === 'remote') {
    const profile = new URLSearchParams(search).get('profile');
    return { page, ...(profile !== null && { profile }) };
  }
  if (page === 'settings' && section === 'new') return { page: 'profile', profile: null };
  if (page === 'settings' && section === 'profile' && id !== undefined) {
    return { page: 'profile', profile: decodeURIComponent(id) };
  }
  if (page === 'settings') return { page: 'settings' };
  return { page: 'overview' };
}

function contactsRoute(query: URLSearchParams): Route {
  const profile = query.get('profile');
  const state = contactRowSchema.shape.state.safeParse(query.get('state'));
  return {
    page: 'contacts',
    ...(profile !== null && { profile }),
    ...(state.success && { state: state.data }),
  };
}

/** Asks whether to leave; calls `proceed` if so. */
export type LeaveGuard = (proceed: () => void) => void;

const listeners = new Set<() => void>();
let shownHash = window.location.hash;
/** One for each form with unsaved changes; the newest asks for all of them. */
const leaveGuards: LeaveGuard[] = [];

window.addEventListener('hashchange', () => {
  const wanted = window.location.hash;
  if (wanted === shownHash) return;
  const guard = leaveGuards.at(-1);
  if (guard) {
    // The address has already changed; put it back while the question is open.
    window.history.replaceState(null, '', shownHash === '' ? '#' : shownHash);
    guard(() => {
      leaveGuards.length = 0;
      window.location.hash = wanted;
    });
    return;
  }
  shownHash = wanted;
  for (const listener of listeners) listener();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The address after `#` as it is shown; the same string until the page changes. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => shownHash);
}

/** Shows another page without asking: the changes are saved, or given up on purpose. */
export function navigateFreely(route: Route): void {
  leaveGuards.length = 0;
  window.location.hash = routeHref(route);
}

/** Proceeds at once, or after the question if unsaved changes on this page would be lost. */
export function askBeforeLosing(proceed: () => void): void {
  const guard = leaveGuards.at(-1);
  if (guard) guard(proceed);
  else proceed();
}

/** While `active`, asks before another page is shown, and before the tab or the window is closed. */
export function useLeaveGuard(active: boolean, guard: LeaveGuard): void {
  useEffect(() => {
    if (!active) return;
    leaveGuards.push(guard);
    const stopGuarding = () => {
      const place = leaveGuards.indexOf(guard);
      if (place !== -1) leaveGuards.splice(place, 1);
      window.removeEventListener('beforeunload', beforeUnload);
    };
    const beforeUnload = (event: BeforeUnloadEvent) => {
      if (leaveGuards.at(-1) !== guard) return;
      event.preventDefault();
      if (!window.rolodial) return; // a browser asks by itself
      // Electron only keeps the window open, so the window asks and then closes itself.
      guard(() => {
        leaveGuards.length = 0;
        window.close();
      });
    };
    window.addEventListener('beforeunload', beforeUnload);
    return stopGuarding;
  }, [active, guard]);
}
