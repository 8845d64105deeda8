/** The page for a refused visitor: says why and what to do, in both languages. */
interface Words {
  readonly title: string;
  readonly text: string;
}

export type Refusal = 'used-token' | 'no-session';

const words: Readonly<Record<'en' | 'fr', Readonly<Record<Refusal, Words>>>> = {
  en: {
    'used-token': {
      title: 'This address was used already',
      text: 'It opens Rolodial once. If you have the window open in another tab, go on there. If not, start <code>rolodial serve</code> again and open the address that it prints.',
    },
    'no-session': {
      title: 'Open the address that Rolodial printed',
      text: 'The first time, this page needs the whole address that <code>rolodial serve</code> prints, with the token in it. Start it again for a new one.',
    },
  },
  fr: {
    'used-token': {
      title: 'Cette adresse a déjà servi',
      text: 'Elle ouvre Rolodial une seule fois. Si la fenêtre est ouverte dans un autre onglet, continuez là. Sinon, relancez <code>rolodial serve</code> et ouvrez l’adresse affichée.',
    },
    'no-session': {
      title: 'Ouvrez l’adresse que Rolodial a affichée',
      text: 'La première fois, cette page demande l’adresse entière que <code>rolodial serve</code> affiche, avec son jeton. Relancez-le pour en obtenir une nouvelle.',
    },
  },
};

/** @param acceptLanguage the header of that name; French where it comes before English */
export function refusalPage(refusal: Refusal, acceptLanguage: string | undefined): string {
  const language = /^\s*fr\b/i.test(acceptLanguage ?? '') ? 'fr' : 'en';
  const { title, text } = words[language][refusal];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Rolodial</title>
<style>
  body { font: 1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; }
  h1 { font-size: 1.5rem; line-height: 1.3; }
</style>
</head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`;
}
