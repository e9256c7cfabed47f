/** What people are told of; which app asks about which. */
import type { Channel, NoticeKind } from '../api/types';
import type { IconName } from '../ui/icons';

export const KIND_ICON: Record<NoticeKind, IconName> = {
  report_answered: 'check_circle',
  report_rejected: 'cross_circle',
  appeal_upheld: 'cross_circle',
  appeal_overturned: 'returned',
  followed_changed: 'bell',
  new_nearby: 'place',
  unit_assigned: 'inbox',
  deadline_near: 'clock',
  answer_returned: 'returned',
  warning: 'warning',
};

export const CITIZEN_KINDS: NoticeKind[] = [
  'report_answered',
  'report_rejected',
  'appeal_upheld',
  'appeal_overturned',
  'followed_changed',
  'new_nearby',
  'warning',
];
export const STAFF_KINDS: NoticeKind[] = ['unit_assigned', 'deadline_near', 'answer_returned'];

/** Beside the inbox, which gets everything. */
export const CHANNELS: Exclude<Channel, 'inbox'>[] = ['push', 'email', 'sms'];
