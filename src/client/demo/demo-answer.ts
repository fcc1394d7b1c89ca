import manual from '../../../README.md';
import { readManual, type Section } from './manual.ts';
import { findBlock, findSection } from './search.ts';

/** How much of a section is given, in characters; always at least one block. */
const LONGEST_PASSAGE = 1_500;

/** A follow-up such as "and on Windows?" leans on the question before it, but not much. */
const WEIGHT_OF_EARLIER_QUESTION = 0.3;

/** What the demo says to the last of `questions`: the passage of ai-chat's manual that fits it best. */
export function answerFromManual(questions: readonly string[], markdown: string = manual): string {
  const sections = readManual(markdown);
  const [last = '', earlier = ''] = [...questions].reverse();
  const queries = [
    { text: last, weight: 1 },
    { text: earlier, weight: WEIGHT_OF_EARLIER_QUESTION },
  ];
  const found = findSection(sections, queries);
  const section = found ?? sections[0];
  const introduction =
    found === undefined
      ? "I am no language model, only the demo built into ai-chat. I know nothing but ai-chat's manual, which begins:"
      : "I am no language model, only the demo built into ai-chat. In ai-chat's manual I found this for you:";
  return section === undefined
    ? introduction
    : `${introduction}\n\n## ${section.heading}\n\n${passageOf(section, findBlock(section, queries))}`;
}

/** What fits of a section from its beginning, or from the block `wanted` where that would not be there. */
function passageOf({ heading, blocks }: Section, wanted: number): string {
  const fromBeginning = fitting(blocks);
  const shown = wanted < fromBeginning.length ? fromBeginning : fitting(blocks.slice(wanted));
  const rest = shown.length < blocks.length ? [`The README says more under "${heading}".`] : [];
  return [...shown, ...rest].join('\n\n');
}

function fitting(blocks: readonly string[]): readonly string[] {
  let length = 0;
  return blocks.filter((block, index) => {
    length += block.length;
    return index === 0 || length <= LONGEST_PASSAGE;
  });
}
