import type { Spreadsheet } from '../google/spreadsheet.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import { findMissingTabs } from './missing-tabs.js';
import type { Mirror } from './mirror.js';

/** Reads where rows and tabs are by now: somebody may have deleted those that a batch refers to. */
export async function locateRows({
  spreadsheet,
  mirror,
  leaseHolder,
}: {
  readonly spreadsheet: Spreadsheet;
  readonly mirror: Mirror;
  readonly leaseHolder: LeaseHolder;
}): Promise<void> {
  const missing = await findMissingTabs(spreadsheet, mirror);
  if (missing.length === 0) leaseHolder.noteRequester(await mirror.poll());
  await mirror.reloadRecordsTab();
}
