import type { CommandClass } from 'clipanion';
import type { CliContext } from '../base-command.js';
import { PoolPurgeCommand, PoolReleaseCommand } from './release.js';
import { PoolAssignCommand, PoolListCommand, PoolStatsCommand } from './numbers.js';
import { PoolPlanCommand } from './plan.js';
import { PoolProvisionCommand } from './provision.js';
import { PoolShareCommand, PoolUnshareCommand } from './share.js';
import { PoolFixWebhooksCommand, PoolSyncCommand } from './maintenance.js';

export const poolCommands: readonly CommandClass<CliContext>[] = [
  PoolListCommand,
  PoolProvisionCommand,
  PoolAssignCommand,
  PoolSyncCommand,
  PoolFixWebhooksCommand,
  PoolPurgeCommand,
  PoolReleaseCommand,
  PoolShareCommand,
  PoolUnshareCommand,
  PoolStatsCommand,
  PoolPlanCommand,
];
