/** What somebody waits at until it is opened. */
export interface Gate {
  readonly waiting: Promise<void>;
  goOn(): void;
}

export function createGate(): Gate {
  let goOn = () => {};
  const waiting = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  return { waiting, goOn };
}
