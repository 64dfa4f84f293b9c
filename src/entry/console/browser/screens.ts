/** What a phone of the page has shown last is below what it showed before: it must not be out of sight. */
export function showNewest(root: ParentNode): void {
  for (const screen of root.querySelectorAll('.screen')) screen.scrollTop = screen.scrollHeight;
}
