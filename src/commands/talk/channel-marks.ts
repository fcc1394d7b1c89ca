/** What stands above a model's thoughts, and above its answer behind them, where no colour tells which is which. */
export const REASONING_MARK = '[reasoning]';
export const ANSWER_MARK = '[answer]';
