package example.ebs.command.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a process holds in memory, in KiB, as {@code /proc/<pid>/status} says it (proc(5)).
 *
 * @param resident all of it, {@code VmRSS}
 * @param mapped what of it are files, which the kernel can drop and read again
 */
record Memory(long resident, long mapped) {
  static Memory of(long process) {
    Path status = Path.of("/proc", Long.toString(process), "status");
    try {
      List<String> lines = Files.readAllLines(status);
      return new Memory(value(lines, "VmRSS:"), value(lines, "RssFile:"));
    } catch (IOException gone) {
      throw new UncheckedIOException("cannot read " + status, gone);
    }
  }

  private static long value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the kernel does not say " + name));
  }
}
