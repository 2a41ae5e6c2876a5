package example.ebs.linux.quota;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Remembers limits and counts real files; nobody is kept from writing past them. */
public final class InMemoryProjectQuota implements ProjectQuota {
  private static final int UNIT = 1024;

  private final QuotaSupport support;
  private final Map<Object, Long> limits = new HashMap<>();

  public InMemoryProjectQuota(QuotaSupport support) {
    this.support = support;
  }

  @Override
  public QuotaSupport support(Descriptor directory) {
    return support;
  }

  @Override
  public synchronized void limit(Descriptor directory, String volume, long bytes) {
    if (support instanceof QuotaSupport.Missing(String reason)) {
      throw new Failure.PreconditionFailed(volume + ": " + reason);
    }
    if (!limits.containsKey(key(directory)) && content(directory).size() > 1) {
      throw new Failure.PreconditionFailed("the directory of " + volume + " holds files already");
    }
    limits.put(key(directory), Math.ceilDiv(bytes, UNIT) * UNIT);
  }

  @Override
  public synchronized Optional<QuotaUsage> usage(Descriptor directory) {
    return Optional.ofNullable(limits.get(key(directory)))
        .map(
            limit ->
                new QuotaUsage(
                    bytes(directory), limit, content(directory).size(), FileLimit.of(limit)));
  }

  @Override
  public synchronized void clear(Descriptor directory) {
    limits.remove(key(directory));
  }

  private static long bytes(Descriptor directory) {
    return content(directory).stream()
        .filter(Files::isRegularFile)
        .mapToLong(InMemoryProjectQuota::size)
        .sum();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<Path> content(Descriptor directory) {
    try (Stream<Path> all = Files.walk(real(directory))) {
      return all.toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Object key(Descriptor directory) {
    try {
      return Files.getAttribute(directory.path(), "unix:ino");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path real(Descriptor directory) throws IOException {
    return directory.path().toRealPath();
  }
}
