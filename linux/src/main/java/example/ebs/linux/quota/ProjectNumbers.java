package example.ebs.linux.quota;

import example.ebs.csi.model.Sha256;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/**
 * The numbers that a volume's project may have, the same at each call, in the order in which they
 * are tried.
 *
 * <p>From 2^30 to 2^31: far above what people write into {@code /etc/projects}, and what the
 * kubelet gives out from 2^20 on.
 */
final class ProjectNumbers {
  private static final int LOWEST = 1 << 30;
  private static final int CANDIDATES = 16;

  private ProjectNumbers() {}

  static IntStream of(String volume) {
    return IntStream.range(0, CANDIDATES).map(attempt -> number(volume + "/" + attempt));
  }

  /** Whether a number is one that is given out here. */
  static boolean isOurs(int project) {
    return project >= LOWEST;
  }

  private static int number(String text) {
    return (ByteBuffer.wrap(Sha256.of(text)).getInt() & (LOWEST - 1)) | LOWEST;
  }
}
