import type { Page } from './view.js';

/** The page of a form, by the address that the form is sent to. Undefined for any other address. @param path such as `/console/orders/1/close` */
export type FormAddresses = (path: string) => { readonly page: Page; readonly address: string } | undefined;

export function formAddresses(pages: readonly Page[]): FormAddresses {
  const patterns = pages.flatMap((page) =>
    Object.keys(page.actions ?? {}).map((name) => ({ page, pattern: patternOf(page.path, name) })),
  );
  return (path) => {
    for (const { page, pattern } of patterns) {
      const [, address] = pattern.exec(path) ?? [];
      if (address !== undefined) return { page, address };
    }
    return undefined;
  };
}

function patternOf(path: string, action: string): RegExp {
  return new RegExp(`^(/console${path.replaceAll(/:\w+/g, '[^/]+')})/${action}$`);
}
