import { describe, expect, it } from 'vitest';
import { answerFromManual } from '../../../src/client/demo/demo-answer.ts';
import { readManual } from '../../../src/client/demo/manual.ts';
import { findSection } from '../../../src/client/demo/search.ts';

const MANUAL = `<!-- not shown -->
# tool

Talks to models. [![badge](b.svg)](link)

![A picture](p.png)

## What can it do?

| you type | what happens |
| --- | --- |
| tool chat | a chat |

## Install

Run this:

\`\`\`sh
# a comment, no heading

npm install tool
\`\`\`

### On Windows

Install Node first.

## Docker ##

Images are built with docker build, and keys are passed with -e.

## Empty
`;

describe('a manual', () => {
  it('is cut at its headings, but not in code, and without pictures', () => {
    expect(readManual(MANUAL)).toEqual([
      { heading: 'tool', blocks: ['Talks to models. '] },
      {
        heading: 'What can it do?',
        blocks: ['| you type | what happens |\n| --- | --- |\n| tool chat | a chat |'],
      },
      {
        heading: 'Install',
        blocks: ['Run this:', '```sh\n# a comment, no heading\n\nnpm install tool\n```'],
      },
      { heading: 'On Windows', blocks: ['Install Node first.'] },
      { heading: 'Docker', blocks: ['Images are built with docker build, and keys are passed with -e.'] },
    ]);
  });

  it('may be empty', () => {
    expect(readManual('')).toEqual([]);
    expect(answerFromManual(['hi'], '')).toMatch(/no language model/);
  });
});

describe('the section that fits', () => {
  it.each([
    ['What can you do?', 'What can it do?'],
    ['how do I install it', 'Install'],
    ['installing', 'Install'],
    ['on windows?', 'On Windows'],
    ['passing a key', 'Docker'],
    ['DOCKER', 'Docker'],
    ['images', 'Docker'],
  ])('is found: %s', (question, heading) => {
    expect(findSection(readManual(MANUAL), [{ text: question, weight: 1 }])?.heading).toBe(heading);
  });

  it.each(['hi', 'xyzzy', '', '?'])('is none for %j', (question) => {
    expect(findSection(readManual(MANUAL), [{ text: question, weight: 1 }])).toBeUndefined();
  });
});

describe("the demo's answer", () => {
  it.each([
    ['What can you do?', /no language model[\s\S]*## What can it do\?[\s\S]*tool chat/],
    ['hi', /no language model[\s\S]*## tool\n\nTalks to models/],
    ['install', /npm install tool/],
  ])('to %j', (question, answer) => {
    expect(answerFromManual([question], MANUAL)).toMatch(answer);
  });

  it('to a follow-up leans on the question before', () => {
    expect(answerFromManual(['docker', 'tell me more'], MANUAL)).toMatch(/## Docker/);
    expect(answerFromManual(['docker', 'and install?'], MANUAL)).toMatch(/## Install/);
  });

  it('of a long section ends between two paragraphs', () => {
    const paragraphs = Array.from(
      { length: 40 },
      (_, index) => `Paragraph ${index} ${'word '.repeat(20)}end.`,
    );
    const answer = answerFromManual(['long'], `# t\n\n## Long\n\n${paragraphs.join('\n\n')}`);
    expect(answer.length).toBeLessThan(2_000);
    expect(answer).toMatch(/end\.\n\nThe README says more under "Long"\.$/);
  });

  it("knows ai-chat's own manual", () => {
    expect(answerFromManual(['What can you do?'])).toMatch(/ai-chat chat[\s\S]*ai-chat ask/);
    expect(answerFromManual(['How do I use Ollama?'])).toMatch(/11434/);
    expect(answerFromManual(['how do I change the model?'])).toMatch(/`\/model \[NAME\]`|OPENAI_MODEL/);
    expect(answerFromManual(['how to attach a file'])).toMatch(/-f notes\.md|`\/file PATH`/);
  });

  it.each([
    ['What is the capital of France?'],
    ['How far is the moon?'],
    ['Write a poem about cats'],
    ['Explain SSE'],
    ['what is 2+2'],
    ['use ollama', 'What is the capital of France?'],
  ])('claims to have found nothing about what is not in it: %s', (...questions) => {
    expect(answerFromManual(questions)).toContain("I know nothing but ai-chat's manual, which begins:");
  });
});
