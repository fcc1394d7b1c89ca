/** What a reply to a question of yes or no says; Enter alone is a no, and `neither` is none of the two. */
export function yesOrNo(reply: string): 'yes' | 'no' | 'neither' {
  const said = reply.trim();
  if (/^y(es)?$/i.test(said)) return 'yes';
  return /^(no?)?$/i.test(said) ? 'no' : 'neither';
}
