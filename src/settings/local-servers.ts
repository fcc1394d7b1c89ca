/** A server that people run on their own machine. */
export interface LocalServer {
  readonly name: string;
  /** Where it is when nobody told it to be elsewhere. */
  readonly baseUrl: string;
}

/** Where to look for servers on this machine. */
export interface LocalServers {
  readonly servers: readonly LocalServer[];
  /** How long to wait for an answer, in milliseconds: they are near, but may be busy. */
  readonly patienceMs: number;
}

export const LOCAL_SERVERS: LocalServers = {
  servers: [
    { name: 'Ollama', baseUrl: 'http://localhost:11434/v1' },
    { name: 'LM Studio', baseUrl: 'http://localhost:1234/v1' },
    { name: 'llama.cpp', baseUrl: 'http://localhost:8080/v1' },
    { name: 'vLLM', baseUrl: 'http://localhost:8000/v1' },
  ],
  patienceMs: 1_500,
};
