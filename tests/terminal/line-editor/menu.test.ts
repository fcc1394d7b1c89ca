import { describe, expect, it } from 'vitest';
import { type Candidate, type Completion, offer } from '../../../src/terminal/line-editor/menu.ts';
import { complete, press } from '../../../src/terminal/line-editor/press.ts';
import { type State, startState } from '../../../src/terminal/line-editor/state.ts';
import { CTRL_R, ESCAPE } from '../../helpers/keys.ts';
import { type, typeOn } from './type.ts';

const names = (...texts: string[]): Candidate[] => texts.map((text) => ({ text }));
const at = (text: string) => ({ text, cursor: text.length });

describe('offer', () => {
  it.each([
    ['/mo', names('/model '), '/model '],
    ['/h', names('/help', '/history'), '/h'],
    ['/', names('/retry', '/rename'), '/re'],
    // A fuzzy completer's candidates need not begin with what was typed.
    ['/mdl', names('/model', '/middle'), '/mdl'],
    ['/HE', names('/help', '/hello'), '/hel'],
    ['x', names('😀', '😁'), 'x'],
  ])('%j with %j makes %j', (typed, candidates, text) => {
    expect(offer(at(typed), { start: 0, candidates })?.line).toEqual(at(text));
  });

  it('replaces only from where the completion starts to the cursor', () => {
    const line = { text: 'open src/ma please', cursor: 11 };
    expect(offer(line, { start: 5, candidates: names('src/main.ts') })?.line).toEqual({
      text: 'open src/main.ts please',
      cursor: 16,
    });
  });

  it('has nothing to offer without candidates', () => {
    expect(offer(at('x'), { start: 0, candidates: [] })).toBeUndefined();
  });
});

describe('the list', () => {
  const completion: Completion = { start: 0, candidates: names('/help', '/history') };
  const open = (): State => complete(startState([], '/h', []), completion).state;
  const keys = (state: State, ...pressed: string[]) =>
    pressed.reduce((current, name) => press(current, { type: 'key', name }).state, state);

  it.each([
    [['tab'], '/help'],
    [['tab', 'tab'], '/history'],
    [['tab', 'tab', 'tab'], '/help'],
    [['shift-tab'], '/history'],
    [['tab', 'shift-tab'], '/history'],
    [['tab', 'escape'], '/h'],
    [['tab', 'tab', 'ctrl-g'], '/h'],
  ])('%j leaves %j', (pressed, text) => {
    expect(keys(open(), ...pressed).line).toEqual(at(text));
  });

  it('closes with Escape and with any other key, which does its own', () => {
    expect(keys(open(), 'escape').menu).toBeUndefined();
    const typed = press(keys(open(), 'tab'), { type: 'text', text: '!' }).state;
    expect([typed.line, typed.menu]).toEqual([at('/help!'), undefined]);
    expect(press(keys(open(), 'tab'), { type: 'key', name: 'enter' }).effect).toBe('submit');
  });

  it('rings when there is nothing', () => {
    expect(complete(startState([], 'x', []), { start: 0, candidates: [] }).effect).toBe('bell');
  });

  it('does not open over what a search has found', () => {
    const searching = type(`/h${CTRL_R}lis`, ['take me to lisbon']).state;
    const { state, effect } = complete(searching, completion);
    expect([state.menu, effect]).toEqual([undefined, undefined]);
    const taken = typeOn(state, ESCAPE).state;
    expect(typeOn(taken, '\t')).toMatchObject({ shown: 'take me to |lisbon', effects: ['complete'] });
  });
});
