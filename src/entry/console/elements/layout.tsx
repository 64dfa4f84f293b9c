import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { assetPath } from '../assets.js';
import { CSRF_FIELD } from '../form.js';
import { words, type ConsoleLanguage } from '../language.js';
import type { Section, View } from '../view.js';

const T = words({
  en: {
    today: 'Today',
    orders: 'Orders',
    clients: 'Clients',
    calls: 'Calls',
    pool: 'Numbers',
    reports: 'Reports',
    tokens: 'Tokens',
    audit: 'Audit trail',
    try: 'Try it',
    skip: 'Skip to the content',
    pages: 'Pages',
    signOut: 'Sign out',
    language: 'Français',
    signedIn: (name: string) => `Signed in as ${name}`,
  },
  fr: {
    today: 'Aujourd’hui',
    orders: 'Commandes',
    clients: 'Clients',
    calls: 'Appels',
    pool: 'Numéros',
    reports: 'Rapports',
    tokens: 'Jetons',
    audit: 'Journal d’audit',
    try: 'Essayer',
    skip: 'Aller au contenu',
    pages: 'Pages',
    signOut: 'Se déconnecter',
    language: 'English',
    signedIn: (name: string) => `Connecté : ${name}`,
  },
});

const PATHS: Readonly<Record<Section, string>> = {
  today: '',
  orders: '/orders',
  clients: '/clients',
  calls: '/calls',
  pool: '/pool',
  reports: '/reports',
  tokens: '/tokens',
  audit: '/audit',
  try: '/try',
};

/** The page of a section, as an address. */
export function sectionPath(section: Section): string {
  return `/console${PATHS[section]}`;
}

interface FrameProps {
  readonly language: ConsoleLanguage;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Frame({ language, title, children }: FrameProps) {
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="htmx-config" content={HTMX} />
        <title>{`${title} – ProxyCall`}</title>
        <link rel="icon" href={assetPath('icon.svg')} />
        <link rel="stylesheet" href={assetPath('console.css')} />
        <script src={assetPath('console.js')} defer />
      </head>
      <body>{children}</body>
    </html>
  );
}

/** Without a history of its own: what a page shows is kept nowhere. */
const HTMX = JSON.stringify({ history: false, includeIndicatorCSS: false, defaultTimeout: 30_000 });

export function render(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}

/** For a place in a page that is there already. */
export function renderPart(part: VNode): string {
  return renderToString(part);
}

function Brand() {
  return (
    <span class="brand">
      <span class="brand-mark" aria-hidden="true" />
      ProxyCall
    </span>
  );
}

interface ConsolePageProps {
  readonly view: View;
  readonly sections: readonly Section[];
  /** Undefined for what is in none. */
  readonly section: Section | undefined;
  readonly title: string;
  readonly notice: string | undefined;
  readonly children: ComponentChildren;
}

/** A page for somebody who is signed in. */
export function ConsolePage({ view, sections, section, title, notice, children }: ConsolePageProps) {
  const t = T[view.language];
  return (
    <Frame language={view.language} title={title}>
      <a class="skip" href="#content">
        {t.skip}
      </a>
      <div class="shell">
        <header class="side">
          <a href="/console" class="brand-link">
            <Brand />
          </a>
          <nav class="nav" aria-label={t.pages}>
            <ul>
              {sections.map((each) => (
                <li key={each}>
                  <a href={sectionPath(each)} aria-current={each === section ? 'page' : undefined}>
                    {t[each]}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <div class="who">
            <p title={t.signedIn(view.actor.name)}>
              <span class="who-name">{view.actor.name}</span>
              <span class="who-role">{view.actor.role}</span>
            </p>
            <form method="post" action="/console/language">
              <input type="hidden" name={CSRF_FIELD} value={view.csrf} />
              <input type="hidden" name="back" value={view.ctx.url} />
              <input type="hidden" name="language" value={view.language === 'en' ? 'fr' : 'en'} />
              <button type="submit" class="link" lang={view.language === 'en' ? 'fr' : 'en'}>
                {t.language}
              </button>
            </form>
            <form method="post" action="/console/sign-out">
              <input type="hidden" name={CSRF_FIELD} value={view.csrf} />
              <button type="submit" class="link">
                {t.signOut}
              </button>
            </form>
          </div>
        </header>
        <main id="content" class="content" tabindex={-1}>
          <h1>{title}</h1>
          {notice !== undefined && (
            <p class="note good" role="status">
              {notice}
            </p>
          )}
          {children}
        </main>
      </div>
    </Frame>
  );
}

/** A page for somebody who is not signed in. */
export function GuestPage({ language, title, children }: FrameProps) {
  return (
    <Frame language={language} title={title}>
      <main class="guest">
        <Brand />
        <div class="card">
          <h1>{title}</h1>
          {children}
        </div>
      </main>
    </Frame>
  );
}
