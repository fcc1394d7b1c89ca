import { expect, it } from 'vitest';
import { createAttachments } from '../../../src/commands/chat/attachments.ts';

it('takes back the file that was added last, be it for the second time', () => {
  const attachments = createAttachments();
  attachments.add('/a', 'a', 'one');
  attachments.add('/b', 'b', 'two');
  attachments.add('/a', 'a', 'three');
  expect(attachments.takeBack()).toBe('a');
  expect(attachments.takeAll()).toEqual(['two']);
  expect(attachments.takeBack()).toBeUndefined();
});
