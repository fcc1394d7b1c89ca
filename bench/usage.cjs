// Loaded into a measured process that is Node: writes what it took of the machine, at its end, into the file that AI_CHAT_BENCH_USAGE names.
process.on('exit', () => {
  const fs = require('node:fs');
  const { user, system } = process.cpuUsage();
  fs.writeFileSync(
    process.env.AI_CHAT_BENCH_USAGE,
    JSON.stringify({ cpuMs: (user + system) / 1000, peakMb: peak(fs) }),
  );
});

/** In MB. What the system counts from the moment of the fork has the size of the parent in it; Linux tells it without. */
function peak({ readFileSync }) {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(kilobytes) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
